import type { House } from '#engines/house.ts';
import type { Mailbox, ReceivedMail } from '#engines/mail/receive-mail.ts';
import { type CheckId, isId, type OrgId } from '#kernel/ids.ts';
import { beatOfSubject } from './checks/beat-of-subject.ts';
import { targetShape } from './kinds/kinds.ts';
import { queueBeat } from './record-beat.ts';
import { watchTables } from './store.ts';
import { hashOfToken } from './verbs/add-check.ts';

const ADDRESS = /^beat\+([0-9a-z]{26})\.([0-9a-f]{24})$/;

/**
 * The address to which a job sends mail: `beat+{check}.{code}@domain`. Capitals do not matter, and its first part is shorter than the 64 letters that mail allows.
 * `null`: this Shopbell receives no mail.
 */
export function beatAddress(
  house: Pick<House, 'secrets' | 'mailDomain'>,
  { id, org }: { readonly id: CheckId; readonly org: OrgId },
): string | null {
  return house.mailDomain === null ? null : `beat+${id.slice('chk_'.length).toLowerCase()}.${codeOf(house, org, id)}@${house.mailDomain}`;
}

/** Mail of jobs. An address that is nobody's is taken and forgotten, so that nobody can ask which ones there are. Of a mail only its subject is looked at. */
export function beatMailbox(house: House): Mailbox {
  return {
    accepts: async (domain) => domain === house.mailDomain,
    take: async (mail) => {
      for (const address of mail.to) await takeBeat(house, mail, address);
    },
  };
}

async function takeBeat(house: House, { subject }: ReceivedMail, address: string): Promise<void> {
  const at = address.lastIndexOf('@');
  const [, name = '', code = ''] = ADDRESS.exec(address.slice(0, at)) ?? [];
  const id = `chk_${name.toUpperCase()}`;
  if (address.slice(at + 1) !== house.mailDomain || !isId('chk', id)) return;
  const row = await house.state.everywhere((db) =>
    watchTables(db)
      .selectFrom('watch_checks')
      .select(['org_id', 'beat_hash', 'target'])
      .where('check_id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
  );
  // Hashes are compared, so that the time it takes tells nothing.
  if (!row || row.beat_hash === null || hashOfToken(code) !== hashOfToken(codeOf(house, row.org_id, id))) return;
  const target = targetShape.parse(row.target);
  const beat = target.kind === 'heartbeat' ? beatOfSubject(subject, target) : null;
  if (beat !== null) await queueBeat(house, { org: row.org_id, hash: row.beat_hash, beat });
}

/** Made anew from the key whenever it is needed: nothing is kept. */
function codeOf({ secrets }: Pick<House, 'secrets'>, org: OrgId, check: CheckId): string {
  return Buffer.from(secrets.mac(org, 'beat-mail', check), 'base64url')
    .toString('hex')
    .slice(0, 24);
}
