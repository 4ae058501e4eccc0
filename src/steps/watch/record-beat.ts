import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
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
      const known = await write(house, org, beats);
      for (const beat of beats) beat.resolve(known.has(beat.hash));
    } catch (thrown) {
      for (const beat of beats) beat.reject(thrown);
    }
  }
  queues.delete(org);
}

/** What one job told in one batch happened at one instant; a failure counts more than success, either more than a beginning. */
async function write(house: Parts, org: OrgId, beats: readonly Waiting[]): Promise<ReadonlySet<string>> {
  const now = house.clock.now();
  const kinds = new Map<string, Set<Beat>>();
  for (const { hash, beat } of beats) kinds.set(hash, (kinds.get(hash) ?? new Set()).add(beat));
  const told = [...kinds];
  const column = (beat: Beat) => told.map(([, said]) => said.has(beat));
  const { rows } = await house.state.inOrg(org, (db) =>
    sql<{ beat_hash: string }>`
      with told as (select * from unnest(${told.map(([hash]) => hash)}::text[], ${column('ok')}::boolean[], ${column('start')}::boolean[],
          ${column('fail')}::boolean[]) as told (hash, ok, start, fail)),
      beaten as (
        select c.check_id, told.* from watch_checks c join told on told.hash = c.beat_hash
        where c.org_id = ${org} and c.beat_hash = any(${told.map(([hash]) => hash)}::text[]) and c.removed_at is null
        order by c.check_id for update of c)
      update watch_checks c set
        beat_at = case when beaten.ok and not beaten.fail then ${now} else c.beat_at end,
        beat_started_at = case when beaten.start then ${now} else c.beat_started_at end,
        beat_failed_at = case when beaten.fail then ${now} else c.beat_failed_at end
      from beaten where c.org_id = ${org} and c.check_id = beaten.check_id
      returning c.beat_hash`.execute(db),
  );
  return new Set(rows.map((row) => row.beat_hash));
}

/** `start`, `fail`, or the exit code of a job, in which 0 is fine; `null`: something else. */
export function beatOf(word: string): Beat | null {
  if (word === 'start' || word === 'fail') return word;
  if (!/^\d{1,3}$/.test(word) || Number(word) > 255) return null;
  return Number(word) === 0 ? 'ok' : 'fail';
}
