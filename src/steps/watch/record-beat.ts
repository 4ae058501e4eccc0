import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import { hashOfToken } from './verbs/add-check.ts';

type Parts = Pick<House, 'state' | 'clock'>;

interface Waiting {
  readonly hash: string;
  resolve(known: boolean): void;
  reject(reason: unknown): void;
}

/** Beats of each organisation that wait for the statement before theirs. */
const waiting = new WeakMap<Parts['state'], Map<OrgId, Waiting[]>>();

/**
 * Takes a beat: `/in/beat/{token}`. The token starts with the organisation's id, so that only its rows are looked at. Resolves when it is
 * durable, with whether the token is one of ours. Beats that come while others are written are written together.
 */
export function recordBeat(house: Parts, token: string): Promise<boolean> {
  const org = token.slice(0, token.indexOf('.'));
  if (!isId('org', org) || token.length > 200) return Promise.resolve(false);
  const queues = waiting.get(house.state) ?? new Map<OrgId, Waiting[]>();
  waiting.set(house.state, queues);
  const queue = queues.get(org);
  return new Promise((resolve, reject) => {
    const own = { hash: hashOfToken(token), resolve, reject };
    if (queue !== undefined) queue.push(own);
    else {
      queues.set(org, [own]);
      void writeAll(house, org, queues);
    }
  });
}

/** Writes until nobody waits any more. */
async function writeAll(house: Parts, org: OrgId, queues: Map<OrgId, Waiting[]>): Promise<void> {
  for (let beats = queues.get(org) ?? []; beats.length > 0; beats = queues.get(org) ?? []) {
    queues.set(org, []);
    try {
      const known = await write(house, org, [...new Set(beats.map((beat) => beat.hash))]);
      for (const beat of beats) beat.resolve(known.has(beat.hash));
    } catch (thrown) {
      for (const beat of beats) beat.reject(thrown);
    }
  }
  queues.delete(org);
}

async function write(house: Parts, org: OrgId, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const now = house.clock.now();
  const { rows } = await house.state.inOrg(org, (db) =>
    sql<{ beat_hash: string }>`
      with beaten as (
        select check_id from watch_checks where org_id = ${org} and beat_hash = any(${hashes}::text[]) and removed_at is null
        order by check_id for update)
      update watch_checks c set beat_at = ${now} from beaten where c.org_id = ${org} and c.check_id = beaten.check_id
      returning c.beat_hash`.execute(db),
  );
  return new Set(rows.map((row) => row.beat_hash));
}
