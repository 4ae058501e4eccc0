import type { z } from 'zod';
import type { Spool } from '#engines/files/open-spool.ts';
import type { House } from '#engines/house.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { openParents } from '../ask-parents.ts';
import { openWitness } from '../ask-witness.ts';
import type { SeenCertificate } from '../changes/seen-certificate.ts';
import type { Measurement } from '../keep-measurements.ts';
import type { Outside } from '../kinds/kind.ts';
import { targetShape } from '../kinds/kinds.ts';
import { lookAtCheck } from '../look-at-check.ts';
import { probe } from '../probe.ts';
import { openEyes } from '../see-answers.ts';
import type { WatchCheck } from '../store.ts';
import { openTurns } from '../take-turns.ts';
import type { StateNote } from '../verbs/note-states.ts';
import { checkOfWork } from './check-of-work.ts';
import { type JourneyPostMeans, openJourneyPost } from './post-journeys.ts';
import { asSent, keepSeen, MOST_NOTES, openState, type ProberState, retell } from './prober-state.ts';
import type { Sync, syncAnswerShape } from './protocol.ts';

type Answer = z.output<typeof syncAnswerShape>;

export interface ProberMeans {
  readonly outside: Outside;
  readonly random: House['random'];
  readonly log: House['log'];
  /** Brings a batch to the Shopbell that it works for. Throws while that one cannot be reached; PROBER_REFUSED when it is not known any more. */
  readonly send: (sync: Sync) => Promise<Answer>;
  readonly spool: Spool;
  /** Where what journeys saw waits, and how it is sent. */
  readonly journeys: Pick<JourneyPostMeans, 'spool' | 'send'>;
}

const SYNC_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** How all checks stand is told again after a silence, and now and then. */
const RETELL_MS = 60_000;
const MOST_LOOKS = 5_000;

/**
 * Looks at the checks that a Shopbell elsewhere gives it, and tells what it saw. While it is cut off it goes on looking and keeps everything on
 * disk. Returns a stop, which sends what is left; `refused` resolves when it is not known any more.
 */
export function startProber(means: ProberMeans): { stop(): Promise<void>; readonly refused: Promise<void> } {
  const state = openState(means.outside);
  const stopping = new AbortController();
  let refuse: () => void = () => undefined;
  const refused = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  const post = openJourneyPost({ log: means.log, ...means.journeys });
  const looking = lookRound(means, state, post.keep, stopping.signal);
  const telling = (async () => {
    let wait = SYNC_MS;
    while (!stopping.signal.aborted) {
      const fine = await syncOnce(means, state).catch((thrown: unknown) => {
        if (thrown instanceof ShopbellError && thrown.code === 'PROBER_REFUSED') refuse();
        means.log.warn('the Shopbell that this prober works for could not be reached, and will be tried again', {
          reason: messageOf(thrown),
        });
        return false;
      });
      wait = fine ? SYNC_MS : Math.min(LONGEST_WAIT_MS, wait * 2);
      if (!fine) state.retellAt = 0;
      // Beside what is told every second: pictures take their time.
      else void post.flush().catch(() => undefined);
      if (state.answers.length === 0 || !fine) await means.outside.clock.sleep(wait, stopping.signal);
    }
  })();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all([looking, telling]);
    await syncOnce(means, state).catch(() => undefined);
    await post.flush().catch(() => undefined);
  };
  return { stop, refused };
}

/** The loop of looks: as in a Shopbell itself, without its database. */
async function lookRound(
  means: ProberMeans,
  state: ProberState,
  keepJourney: ReturnType<typeof openJourneyPost>['keep'],
  signal: AbortSignal,
): Promise<void> {
  const { outside, random, log } = means;
  const turns = openTurns();
  const keep = ({ check, at, ...look }: Measurement) => {
    state.looks.push({
      ...look,
      reason: look.reason.slice(0, 2_000),
      phases: namedShortly(look.phases),
      check: check.id,
      at: at.toISOString(),
    });
    if (state.looks.length > 4 * MOST_LOOKS) state.lost += state.looks.splice(0, MOST_LOOKS).length;
  };
  const secretsOf = (check: WatchCheck) => state.secrets.get(check.id) ?? {};
  const eyes = openEyes({
    ...{ outside, log, secretsOf },
    ownOf: async ({ id }) => state.own.get(id) ?? null,
    keep: ({ id: check }, seen) => keepSeen(state, [{ ...seen, check, at: seen.at.toISOString(), value: seen.value.slice(0, 4_000) }]),
  });
  const lookMeans = {
    ...{ outside, random, log, keep, secretsOf, outsideFor: eyes.outsideFor },
    note: (_org: OrgId, note: StateNote) => state.notes.push(asSent(note)),
    keepCertificate: (check: WatchCheck, { until, ...seen }: SeenCertificate, at: Date) => {
      const met = state.met.get(check.id) ?? new Set();
      if (met.has(seen.fingerprint)) return;
      state.met.set(check.id, met.add(seen.fingerprint));
      state.certificates.push({ ...seen, until: until.toISOString(), check: check.id, at: at.toISOString() });
    },
    beatsOf: async () => ({ okAt: null, startedAt: null, failedAt: null }),
    journeys: {
      isControlled: async ({ id }: WatchCheck) => state.controlled.has(id),
      unproven: async ({ id }: WatchCheck) => state.unproven.get(id) ?? null,
      keep: keepJourney,
    },
    witness: (destination: string) => state.witness.ask(destination),
    answered: (destination: string) => state.witness.answered(destination),
    // Metrics are scraped from the house only (check-place.ts).
    keepSamples: () => undefined,
    confirm: async () => [],
    parents: openParents(state.running, outside.clock),
    stopping: signal,
  };
  while (!signal.aborted) {
    const now = outside.clock.ticks();
    for (const one of state.running.values()) turns.take(one, now, (due) => lookAtCheck(lookMeans, due));
    await outside.clock.sleep(50, signal);
  }
  await turns.settle();
}

/** Steps of a journey may be named at length. */
function namedShortly(phases: Measurement['phases']): Record<string, number | null> {
  return Object.fromEntries(Object.entries(phases).map(([name, ms]) => [name.slice(0, 100), ms]));
}

/** Sends what waits: first what a silence left on disk, then what is new. What cannot be sent goes to disk. */
async function syncOnce(means: ProberMeans, state: ProberState): Promise<boolean> {
  const { clock } = means.outside;
  const batch: Sync = {
    batch: Buffer.from(means.random.bytes(12)).toString('base64url'),
    looks: state.looks.splice(0, MOST_LOOKS),
    notes: state.notes.splice(0, MOST_NOTES),
    certificates: state.certificates.splice(0, MOST_NOTES),
    seen: state.seen.splice(0, MOST_NOTES),
    answers: state.answers.splice(0),
    lost: state.lost,
    revision: state.revision,
  };
  state.lost = 0;
  try {
    for (let old = await means.spool.first(); old !== null; old = await means.spool.first()) {
      await sendOld(means, state, old.text);
      await means.spool.remove(old.name);
    }
    const answer = await means.send(batch);
    take(means, state, answer);
    // Told with the next batches, as many as there are.
    if (clock.ticks() >= state.retellAt) {
      state.notes.push(...retell(state));
      state.retellAt = clock.ticks() + RETELL_MS;
    }
    await answerAsks(means, state, answer);
    return true;
  } catch (thrown) {
    await putAside(means, state, batch);
    throw thrown;
  }
}

/** What is not understood any more, after an update of either side, must not hold up what comes after it. */
async function sendOld({ send, log }: ProberMeans, state: ProberState, text: string): Promise<void> {
  const old = JSON.parse(text) as Sync;
  try {
    await send({ ...old, answers: [], revision: state.revision });
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'INPUT_INVALID') throw thrown;
    state.lost += old.looks.length;
    log.error('what was seen while this prober was cut off is not understood, and is left out', { looks: old.looks.length });
  }
}

/** On disk; where that is full, in memory, as much as fits there. What belongs to somebody stays in memory. */
async function putAside({ spool, log }: ProberMeans, state: ProberState, { seen = [], ...batch }: Sync): Promise<void> {
  keepSeen(state, seen);
  if (batch.looks.length + batch.notes.length + batch.lost === 0) return;
  try {
    state.lost += await spool.put(JSON.stringify(batch), batch.looks.length);
  } catch (thrown) {
    log.error('what could not be sent cannot be written to disk either', { reason: messageOf(thrown) });
    state.looks.unshift(...batch.looks);
    state.notes.unshift(...batch.notes);
    state.certificates.unshift(...(batch.certificates ?? []));
    state.lost += batch.lost;
  }
}

function take(means: ProberMeans, state: ProberState, { revision, checks, witnesses, unproven }: Answer): void {
  if (state.revision === '') state.witness = openWitness(means.outside, witnesses);
  state.witness.keepFresh();
  state.revision = revision;
  state.unproven = new Map(unproven.map(({ check, what }) => [check, what]));
  if (checks === null) return;
  const ids = new Set(checks.map((work) => work.id));
  for (const id of state.running.keys()) if (!ids.has(id)) state.running.delete(id);
  for (const work of checks) {
    const parsed = targetShape.safeParse(work.target);
    if (!parsed.success) {
      means.log.error('this prober does not know such a check: it is older than the Shopbell that it works for', { check: work.id });
      continue;
    }
    state.secrets.set(work.id, work.secrets);
    state.own.set(work.id, work.own);
    if (work.controlled) state.controlled.add(work.id);
    else state.controlled.delete(work.id);
    const check = checkOfWork(work, parsed.data);
    const known = state.running.get(work.id);
    if (known) known.check = check;
    else
      state.running.set(work.id, {
        check,
        standing: check.standing,
        due: means.outside.clock.ticks() + means.random.fraction() * 2_000,
        busy: false,
      });
  }
}

/** Looks at once at what the Shopbell wants to know before it calls something down. */
async function answerAsks({ outside }: ProberMeans, state: ProberState, { asks }: Answer): Promise<void> {
  const answers = await Promise.all(
    asks.map(async ({ ask, target, allowPrivate, secrets }) => {
      const parsed = targetShape.safeParse(target);
      if (!parsed.success) return { ask, saw: 'unknown' as const, reason: 'not known here' };
      const { judged, reach } = await probe(outside, parsed.data, { allowPrivate, secrets, beats: null, controlled: false });
      // What cannot be reached from here either may be our own connection.
      const doubtful = judged.saw === 'down' && reach === 'unreachable' && (await state.witness.ask()) === 'unreachable';
      return { ask, saw: doubtful ? ('unknown' as const) : judged.saw, reason: judged.reason.slice(0, 2_000) };
    }),
  );
  state.answers.push(...answers);
}
