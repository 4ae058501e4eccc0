import type { House } from '#engines/house.ts';
import type { JourneyRun } from '#engines/journeys/types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { MetricSample } from '#kernel/metric-sample.ts';
import type { Parents } from './ask-parents.ts';
import type { WitnessAnswer } from './ask-witness.ts';
import type { SeenCertificate } from './changes/seen-certificate.ts';
import { followState, noticeGap, type Observation, type Patience, type Step } from './checks/follow-state.ts';
import { down } from './checks/judged.ts';
import { type SeenElsewhere, weighPlaces } from './checks/weigh-places.ts';
import { weighWitness } from './checks/weigh-witness.ts';
import type { Measurement } from './keep-measurements.ts';
import type { Beats, Looked, Outside, QueueMessage } from './kinds/kind.ts';
import { destinationOf } from './kinds/kinds.ts';
import { probe } from './probe.ts';
import type { Running } from './running.ts';
import type { WatchCheck } from './store.ts';
import type { StateNote } from './verbs/note-states.ts';

interface Means {
  readonly outside: Outside;
  /** The engines with which a check looks, when its answers are looked through; absent: they are not. */
  readonly outsideFor?: (check: WatchCheck) => Promise<Outside>;
  /** Looks through messages of a queue. */
  readonly peek?: (check: WatchCheck, messages: readonly QueueMessage[]) => Promise<void>;
  readonly random: House['random'];
  readonly log: House['log'];
  readonly secretsOf: (check: WatchCheck) => Readonly<Record<string, string>>;
  readonly beatsOf: (check: WatchCheck) => Promise<Beats>;
  readonly journeys: JourneyMeans;
  readonly keep: (measurement: Measurement) => void;
  /** Keeps metrics that were scraped; what fails is tried again by whoever keeps them. */
  readonly keepSamples: (check: WatchCheck, samples: readonly MetricSample[], at: Date) => void;
  /** Keeps the certificate that a server showed, when it is a new one. */
  readonly keepCertificate: (check: WatchCheck, seen: SeenCertificate, at: Date) => void;
  readonly note: (org: OrgId, note: StateNote) => void;
  readonly witness: (destination: string) => Promise<WitnessAnswer>;
  /** What other places see, asked before a check is called down. */
  readonly confirm: (check: WatchCheck) => Promise<readonly SeenElsewhere[]>;
  /** What checks depend on, which is asked first. */
  readonly parents: Parents;
  /** Nobody wants to know any more. */
  readonly stopping: AbortSignal;
  /** Something answered: our own connection works. */
  readonly answered: (destination: string) => void;
}

/** What only journeys need. */
interface JourneyMeans {
  /** Whether the shop is its owner's, as far as is known. */
  isControlled(check: WatchCheck): Promise<boolean>;
  /** What is missing of the orders that it placed, in one line. */
  unproven(check: WatchCheck): Promise<string | null>;
  /** Keeps what was done, with its pictures. */
  keep(check: WatchCheck, at: Date, run: JourneyRun): Promise<void>;
}

/** Looks once at a check, keeps what was seen, notes a change, and sets when it is due next. Never throws. */
export async function lookAtCheck(means: Means, one: Running): Promise<void> {
  const { check } = one;
  one.busy = true;
  try {
    const { target, allowPrivate } = check;
    const beats = target.kind === 'heartbeat' ? await means.beatsOf(check) : null;
    const controlled = target.kind === 'journey' && (await means.journeys.isControlled(check));
    const situation = { allowPrivate, beats, controlled, secrets: means.secretsOf(check), stopping: means.stopping };
    const outside = (await means.outsideFor?.(check)) ?? means.outside;
    const looked = await probe(outside, target, situation);
    const unproven = looked.run && looked.judged.saw === 'up' ? await means.journeys.unproven(check) : null;
    const probed = unproven === null ? looked : { ...looked, judged: down(unproven) };
    if (probed.reach === 'answered') means.answered(destinationOf(target));
    const patience = patienceOf(means, one);
    const seen = await confirmed(means, one, await observe(means, check, probed), patience);
    if (probed.messages !== undefined) await means.peek?.(check, probed.messages);
    if (probed.certificate !== undefined) means.keepCertificate(check, probed.certificate, seen.at);
    if (probed.samples !== undefined) means.keepSamples(check, probed.samples, seen.at);
    means.keep({ check, at: seen.at, saw: seen.saw, ms: probed.ms, phases: probed.phases, reason: seen.reason });
    applyStep(means, one, noticeGap(one.standing, seen.at, check.everyMs), probed.ms);
    const step = followState(one.standing, seen, patience);
    applyStep(means, one, step, probed.ms);
    if (step.standing.suspect?.count === 1) means.parents.hasten(check);
    if (probed.run) await means.journeys.keep(check, seen.at, probed.run);
    one.due = nextDue(one, step.again, means);
  } catch (thrown) {
    if (means.stopping.aborted) return;
    means.log.error('a check could not be made and is tried again', { check: check.id, reason: messageOf(thrown) });
    one.due = nextDue(one, null, means);
  } finally {
    one.busy = false;
  }
}

/** Takes over a step of the state machine, and notes what changed. */
export function applyStep(means: Pick<Means, 'note'>, one: Running, step: Step, ms: number | null): void {
  one.standing = step.standing;
  if (!step.change && !step.turned) return;
  const { state: to, reason, since, flapping } = step.standing;
  const lastAt = step.standing.lastAt ?? since;
  means.note(one.check.org, { check: one.check.id, to, reason, since, lastAt, lastMs: ms, flapping });
}

async function observe({ outside, witness }: Means, { target }: WatchCheck, probed: Looked): Promise<Observation> {
  const doubtful = probed.judged.saw === 'down' && probed.reach === 'unreachable';
  const judged = doubtful ? weighWitness(probed.judged, probed.reach, await witness(destinationOf(target))) : probed.judged;
  return { at: outside.clock.now(), saw: judged.saw, reason: judged.reason };
}

/** While it is open whether something is down that it depends on, a check stays suspect: another failure is not yet the last. */
function patienceOf({ parents }: Means, { check, standing: { suspect } }: Running): Patience {
  const { failures, dependsOn } = check;
  const isOpen = suspect !== null && parents.areOpen(check, suspect.at);
  return { failures: isOpen ? Math.max(failures, suspect.count + 2) : failures, hasParents: dependsOn.length > 0 };
}

/** Before down is said, others are asked whether they see it too. */
async function confirmed(means: Means, one: Running, seen: Observation, patience: Patience): Promise<Observation> {
  if (seen.saw !== 'down' || followState(one.standing, seen, patience).change?.to !== 'down') return seen;
  return weighPlaces(seen, await means.confirm(one.check));
}

/** A twentieth of jitter keeps checks of one interval from bunching. */
function nextDue(one: Running, again: number | null, { outside, random }: Pick<Means, 'outside' | 'random'>): number {
  const now = outside.clock.ticks();
  if (again !== null) return now + again;
  const every = one.check.everyMs * (0.975 + 0.05 * random.fraction());
  return Math.max(now, one.due + every);
}
