import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import { type CheckId, isId, type OrgId } from '#kernel/ids.ts';
import { watchTables } from './store.ts';
import { hashOfToken } from './verbs/add-check.ts';

type Parts = Pick<House, 'state' | 'clock'>;

/** What a job tells of itself: done, begun, failed. */
export type Beat = 'ok' | 'start' | 'fail';

interface Waiting {
  readonly hash: string;
  readonly beat: Beat;
  resolve(known: boolean): void;
  reject(reason: unknown): void;
}

/** Beats of each organisation that wait for the statement before theirs. */
const waiting = new WeakMap<Parts['state'], Map<OrgId, Waiting[]>>();

/**
 * Takes a beat: `/in/beat/{token}`, `…/start`, `…/fail` or `…/{exit code}`. The token starts with the organisation's id, so that only its rows are looked at. Resolves when it is
 * durable, with whether the token is one of ours. Beats that come while others are written are written together.
 */
export function recordBeat(house: Parts, token: string, beat: Beat = 'ok'): Promise<boolean> {
  const org = token.slice(0, token.indexOf('.'));
  if (!isId('org', org) || token.length > 200) return Promise.resolve(false);
  return queueBeat(house, { org, hash: hashOfToken(token), beat });
}

/** Takes a beat of the check whose token has this hash. Resolves as `recordBeat`. */
export function queueBeat(
  house: Parts,
  { org, ...told }: { readonly org: OrgId; readonly hash: string; readonly beat: Beat },
): Promise<boolean> {
  const queues = waiting.get(house.state) ?? new Map<OrgId, Waiting[]>();
  waiting.set(house.state, queues);
  const queue = queues.get(org);
  return new Promise((resolve, reject) => {
    const own = { ...told, resolve, reject };
    if (queue !== undefined) queue.push(own);
    else {
      queues.set(org, [own]);
      void writeAll(house, org, queues);
    }
  });
}

/** From so many beats in one write on, the next write waits a moment for more: a write costs nearly the same for ten and for a hundred. */
const MANY = 8;
const MOMENT_MS = 2;

/** Writes until nobody waits any more. */
async function writeAll(house: Parts, org: OrgId, queues: Map<OrgId, Waiting[]>): Promise<void> {
  let last = 0;
  for (let beats = queues.get(org) ?? []; beats.length > 0; beats = queues.get(org) ?? []) {
    if (last >= MANY) await house.clock.sleep(MOMENT_MS);
    queues.set(org, []);
    last = beats.length;
    try {
      const known = await write(house, org, beats).catch((thrown) =>
        isDeadlock(thrown) ? write(house, org, beats) : Promise.reject(thrown),
      );
      for (const beat of beats) beat.resolve(known.has(beat.hash));
    } catch (thrown) {
      for (const beat of beats) beat.reject(thrown);
    }
  }
  queues.delete(org);
}

/** Another process noted changes of the same checks in another order; it is through by now. */
function isDeadlock(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === '40P01';
}

/** What one job told in one batch happened at one instant; a failure counts more than success, either more than a beginning. */
async function write(house: Parts, org: OrgId, beats: readonly Waiting[]): Promise<ReadonlySet<string>> {
  const now = house.clock.now();
  const kinds = new Map<string, Set<Beat>>();
  for (const { hash, beat } of beats) kinds.set(hash, (kinds.get(hash) ?? new Set()).add(beat));
  return house.state.inOrg(org, async (db) => {
    const checks = await checksOf(house, db, org, [...kinds.keys()]);
    const told = [...kinds].flatMap(([hash, said]) => {
      const check = checks.get(hash);
      return check === undefined ? [] : [{ hash, check, said }];
    });
    if (told.length === 0) return new Set();
    told.sort((a, b) => (a.check < b.check ? -1 : 1));
    const column = (beat: Beat) => told.map(({ said }) => said.has(beat));
    // By the key alone, and in its order as far as the database goes along: planning the way from the tokens anew cost more than writing.
    const { rows } = await sql<{ check_id: CheckId }>`
      update watch_checks c set
        beat_at = case when told.ok and not told.fail then ${now} else c.beat_at end,
        beat_started_at = case when told.start then ${now} else c.beat_started_at end,
        beat_failed_at = case when told.fail then ${now} else c.beat_failed_at end
      from unnest(${told.map(({ check }) => check)}::text[], ${column('ok')}::boolean[], ${column('start')}::boolean[],
        ${column('fail')}::boolean[]) as told (id, ok, start, fail)
      where c.org_id = ${org} and c.check_id = told.id and c.removed_at is null
      returning c.check_id`.execute(db);
    const known = new Set(rows.map((row) => row.check_id));
    return new Set(told.flatMap(({ check, hash }) => (known.has(check) ? [hash] : [])));
  });
}

/** Which check a token belongs to never changes, so it is asked once; whether there still is one is asked each time. */
const remembered = new WeakMap<Parts['state'], Map<string, CheckId>>();
const MOST_REMEMBERED = 100_000;

async function checksOf({ state }: Parts, db: Tx, org: OrgId, hashes: readonly string[]): Promise<ReadonlyMap<string, CheckId>> {
  const before = remembered.get(state);
  const checks = before === undefined || before.size > MOST_REMEMBERED ? new Map<string, CheckId>() : before;
  remembered.set(state, checks);
  const unheard = hashes.filter((hash) => !checks.has(hash));
  if (unheard.length === 0) return checks;
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .select(['check_id', 'beat_hash'])
    .where('org_id', '=', org)
    .where('beat_hash', 'in', unheard)
    .where('removed_at', 'is', null)
    .execute();
  for (const { check_id: check, beat_hash: hash } of rows) if (hash !== null) checks.set(hash, check);
  return checks;
}

/** `start`, `fail`, or the exit code of a job, in which 0 is fine; `null`: something else. */
export function beatOf(word: string): Beat | null {
  if (word === 'start' || word === 'fail') return word;
  if (!/^\d{1,3}$/.test(word) || Number(word) > 255) return null;
  return Number(word) === 0 ? 'ok' : 'fail';
}
