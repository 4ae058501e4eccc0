import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addMs, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { pushTargetShape } from '../verbs/accept-status-push.ts';
import { recordStatusMails, type StatusDelivery } from '../verbs/record-status-mails.ts';
import { composePush } from './compose-push.ts';
import { composeStatusMail, type MailFacts } from './compose-status-mail.ts';
import { openPushKeys } from './push-keys.ts';
import { readMailFacts } from './read-mail-facts.ts';
import type { StatusPart } from './status-words.ts';
import { type MailRow, statusTables } from './store.ts';

export interface SenderPace {
  /** Mails claimed at once. */
  readonly batch: number;
  readonly concurrency: number;
}

type Claimed = Pick<MailRow, 'org_id' | 'subscriber_id' | 'about' | 'shop_id' | 'kind' | 'part_state' | 'happened_at'> & {
  readonly parts: readonly StatusPart[];
  readonly attempts: number;
};

/** A claimed mail is nobody else's for so long. */
const LEASE_MS = 6 * MINUTE;
const FIRST_PAUSE_MS = 30 * SECOND;
const LONGEST_PAUSE_MS = HOUR;
/** News that is older helps nobody. */
const WORTH_TELLING_MS = 24 * HOUR;

/** Sends the mails that are due, one batch. Returns how many were tried. */
export async function sendDueStatusMails(house: House, { batch, concurrency }: SenderPace): Promise<number> {
  const claimed = await claim(house, batch);
  for (const [org, mails] of Map.groupBy(claimed, (mail) => mail.org_id)) {
    const scope = { house, org, actor: { kind: 'system', id: 'watch.status', role: 'system' } } as const;
    const waiting = [...mails];
    const deliveries: StatusDelivery[] = [];
    const work = async (): Promise<void> => {
      for (let mail = waiting.shift(); mail !== undefined; mail = waiting.shift()) deliveries.push(await sendOne(house, org, mail));
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    await recordStatusMails(scope, { deliveries });
  }
  return claimed.length;
}

/**
 * Marks mails as being sent before the server hears of them. One whose sender stopped in between may have been taken: it is sent once more
 * under the same Message-ID, and the second time left as unknown.
 */
function claim(house: House, batch: number): Promise<Claimed[]> {
  const now = house.clock.now();
  return house.state.everywhere(async (db) => {
    await statusTables(db)
      .updateTable('watch_status_mails')
      .set((eb) => ({
        state: sql`case when interruptions >= 1 then 'unknown' else 'queued' end`,
        interruptions: eb('interruptions', '+', 1),
        leased_until: null,
      }))
      .where('state', '=', 'sending')
      .where('leased_until', '<', now)
      .execute();
    const due = await statusTables(db)
      .selectFrom('watch_status_mails')
      .select(['org_id', 'subscriber_id', 'about'])
      .where('state', '=', 'queued')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(batch)
      .forUpdate()
      .skipLocked()
      .execute();
    if (due.length === 0) return [];
    return statusTables(db)
      .updateTable('watch_status_mails')
      .set((eb) => ({ state: 'sending', leased_until: addMs(now, LEASE_MS), attempts: eb('attempts', '+', 1) }))
      .where(
        sql<boolean>`(org_id, subscriber_id, about) in (${sql.join(due.map((row) => sql`(${row.org_id}, ${row.subscriber_id}, ${row.about})`))})`,
      )
      .returning(['org_id', 'subscriber_id', 'about', 'shop_id', 'kind', 'parts', 'part_state', 'happened_at', 'attempts'])
      .execute();
  });
}

async function sendOne(house: House, org: OrgId, mail: Claimed): Promise<StatusDelivery> {
  const about = { subscriber: mail.subscriber_id, about: mail.about };
  try {
    const facts = await readMailFacts(house, org, mail);
    if (facts === null) return { ...about, outcome: 'failed', response: 'there is no such subscriber or post any more', dueAt: null };
    if (facts.channel === 'push') return await pushOne(house, org, mail, facts);
    const { response } = await house.mailer.send(composeStatusMail(facts));
    return { ...about, outcome: 'sent', response, dueAt: null };
  } catch (thrown) {
    const isFinal = thrown instanceof ShopbellError && (thrown.details.permanent === true || thrown.code === 'INPUT_INVALID');
    const response = messageOf(thrown).slice(0, 300);
    return isFinal ? { ...about, outcome: 'failed', response, dueAt: null } : sayAgain(house, mail, response, 0);
  }
}

async function pushOne(house: House, org: OrgId, mail: Claimed, facts: MailFacts): Promise<StatusDelivery> {
  const about = { subscriber: mail.subscriber_id, about: mail.about };
  const keys = await house.state.inOrg(org, (db) => openPushKeys(db, house, org));
  if (keys === null) return sayAgain(house, mail, 'the organisation has no keys for push services yet', 0);
  const target = pushTargetShape.parse(JSON.parse(facts.to));
  const ttl = WORTH_TELLING_MS / SECOND;
  const answer = await house.push.send({ target, keys, subject: `mailto:${facts.from}`, ttl, ...composePush(facts) });
  const { kind, response } = answer;
  if (kind === 'later') return sayAgain(house, mail, response, answer.waitMs ?? 0);
  return { ...about, outcome: kind === 'taken' ? 'sent' : kind === 'gone' ? 'gone' : 'failed', response, dueAt: null };
}

/** Once more after a pause that grows, and not before what the other side asked for; too late is never. */
function sayAgain(house: House, mail: Claimed, response: string, waitMs: number): StatusDelivery {
  const about = { subscriber: mail.subscriber_id, about: mail.about };
  const now = house.clock.now();
  const grown = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (mail.attempts - 1)) * (1 + house.random.fraction() / 4);
  const pause = Math.max(grown, waitMs);
  const isLate = now.getTime() + pause - mail.happened_at.getTime() > WORTH_TELLING_MS;
  return isLate
    ? { ...about, outcome: 'failed', response, dueAt: null }
    : { ...about, outcome: 'again', response, dueAt: addMs(now, pause) };
}
