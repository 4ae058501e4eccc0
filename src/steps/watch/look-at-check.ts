import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { openSecrets } from './check-secrets.ts';
import { followState, noticeGap, type Observation, type Standing, type Step } from './checks/follow-state.ts';
import { weighWitness } from './checks/weigh-witness.ts';
import type { Measurement } from './keep-measurements.ts';
import type { Beats, Looked } from './kinds/kind.ts';
import { probe } from './probe.ts';
import { type WatchCheck, watchTables } from './store.ts';
import type { StateNote } from './verbs/note-states.ts';

/** A check that this process looks at. */
export interface Running {
  check: WatchCheck;
  standing: Standing;
  /** By `clock.ticks()`. */
  due: number;
  busy: boolean;
}

interface Means {
  readonly house: House;
  readonly keep: (measurement: Measurement) => void;
  readonly note: (org: OrgId, note: StateNote) => void;
  readonly witness: () => Promise<'reachable' | 'unreachable' | 'none'>;
}

/** Looks once at a check, keeps what was seen, notes a change, and sets when it is due next. Never throws. */
export async function lookAtCheck(means: Means, one: Running): Promise<void> {
  const { house } = means;
  one.busy = true;
  try {
    const beats = one.check.target.kind === 'heartbeat' ? await readBeats(house, one.check) : null;
    const { target, allowPrivate } = one.check;
    const probed = await probe(house, target, { allowPrivate, beats, secrets: openSecrets(house, one.check) });
    const seen = await observe(means, probed);
    means.keep({ check: one.check, at: seen.at, saw: seen.saw, ms: probed.ms, phases: probed.phases, reason: seen.reason });
    applyStep(means, one, noticeGap(one.standing, seen.at, one.check.everyMs), probed.ms);
    const step = followState(one.standing, seen, { failures: one.check.failures, hasParents: one.check.dependsOn.length > 0 });
    applyStep(means, one, step, probed.ms);
    one.due = nextDue(one, step.again, house);
  } catch (thrown) {
    house.log.error('a check could not be made and is tried again', { check: one.check.id, reason: messageOf(thrown) });
    one.due = nextDue(one, null, house);
  } finally {
    one.busy = false;
  }
}

/** Takes over a step of the state machine, and notes the change if there is one. */
export function applyStep(means: Pick<Means, 'note'>, one: Running, step: Step, ms: number | null): void {
  one.standing = step.standing;
  if (!step.change) return;
  const { to, reason, at: since } = step.change;
  const lastAt = step.standing.lastAt ?? since;
  means.note(one.check.org, { check: one.check.id, to, reason, since, lastAt, lastMs: ms });
}

async function observe({ house, witness }: Means, probed: Looked): Promise<Observation> {
  const doubtful = probed.judged.saw === 'down' && probed.reach === 'unreachable';
  const judged = doubtful ? weighWitness(probed.judged, probed.reach, await witness()) : probed.judged;
  return { at: house.clock.now(), saw: judged.saw, reason: judged.reason };
}

/** A twentieth of jitter keeps checks of one interval from bunching. */
function nextDue(one: Running, again: number | null, house: House): number {
  const now = house.clock.ticks();
  if (again !== null) return now + again;
  const every = one.check.everyMs * (0.975 + 0.05 * house.random.fraction());
  return Math.max(now, one.due + every);
}

async function readBeats(house: House, check: WatchCheck): Promise<Beats> {
  const row = await house.state.inOrg(check.org, (db) =>
    watchTables(db)
      .selectFrom('watch_checks')
      .select(['beat_at', 'beat_started_at', 'beat_failed_at'])
      .where('org_id', '=', check.org)
      .where('check_id', '=', check.id)
      .executeTakeFirst(),
  );
  return { okAt: row?.beat_at ?? null, startedAt: row?.beat_started_at ?? null, failedAt: row?.beat_failed_at ?? null };
}
