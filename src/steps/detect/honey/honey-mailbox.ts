import type { House } from '#engines/house.ts';
import type { Mailbox, ReceivedMail } from '#engines/mail/receive-mail.ts';
import { isId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { detectTables } from '../tables.ts';
import { takeHoneyMail } from '../verbs/take-honey-mail.ts';
import { openCard } from './open-card.ts';

/** A mailbox that is flooded has told enough. */
const MOST_A_DAY = 200;

/** The mailboxes of honey customers. */
export function honeyMailbox(house: House): Mailbox {
  const taken = new Map<string, number>();
  let today = 0;
  return {
    accepts: async (domain) => (await inDomain(house, domain)).length > 0,
    take: async (mail) => {
      const day = Math.floor(house.clock.now().getTime() / DAY);
      if (day !== today) taken.clear();
      today = day;
      for (const address of mail.to) {
        const count = (taken.get(address) ?? 0) + 1;
        if (count > MOST_A_DAY) continue;
        await keep(house, mail, address);
        taken.set(address, count);
      }
    },
  };
}

/** A mailbox that nobody made is nobody's: mail for it is taken and forgotten, so that nobody can ask which ones there are. */
async function keep(house: House, { claimed, proven, subject, remote }: ReceivedMail, address: string): Promise<void> {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  for (const row of await inDomain(house, domain)) {
    if (!isId('org', row.org_id) || openCard({ house, org: row.org_id }, row).mail !== address) continue;
    const scope = { house, org: row.org_id, actor: { kind: 'system', id: 'detect.honey-mail', role: 'system' } } as const;
    await takeHoneyMail(scope, { honey: row.id, claimed, proven, subject, remote });
  }
}

function inDomain(house: House, domain: string) {
  return house.state.everywhere((db) =>
    detectTables(db)
      .selectFrom('detect_honeys')
      .select(['org_id', 'id', 'card'])
      .where('domain', '=', domain)
      .where('retired_at', 'is', null)
      .execute(),
  );
}
