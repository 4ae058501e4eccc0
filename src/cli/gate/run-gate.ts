import { messageOf } from '#kernel/errors.ts';
import {
  type Component,
  collectInspection,
  type GateRun,
  measurePage,
  type Outside,
  partsOf,
  type Selection,
} from '#steps/inspect/index.ts';
import type { GatePlan } from './gate-flags.ts';
import { type JourneyFile, type JourneysMade, makeJourneys } from './make-journeys.ts';

interface Wish {
  readonly plan: GatePlan;
  readonly selection: Selection;
  readonly journeys: readonly JourneyFile[];
  readonly paymentJourney: string | null;
  readonly components: readonly Component[] | null;
  readonly traces: string | undefined;
}

const ANSWER_MS = 15_000;

/** Does all that the gate looks at, one after the other, so that measurements are not disturbed. Throws only for wrong usage. */
export async function runGate(outside: Outside, wish: Wish): Promise<GateRun> {
  const { plan, selection } = wish;
  const started = outside.clock.ticks();
  const measures =
    selection.release.has('release-weight') || selection.release.has('release-speed') || selection.release.has('release-hosts');
  const away = await whyAway(outside, plan);
  const made = await makeJourneys(outside, { files: wish.journeys, plan, measures, traces: wish.traces, away });
  process.stderr.write('inspection\n');
  const inspection = await collectInspection(outside, {
    ...{ url: plan.url, allowPrivate: plan.allowPrivate, controlled: plan.controlled, paymentPage: plan.paymentPage, authorised: null },
    journey: wish.paymentJourney ?? (plan.paymentPage === null ? paymentJourneyOf(wish.journeys, made) : null),
    parts: partsOf(selection),
    ...(plan.country === undefined ? {} : { country: plan.country }),
    ...(plan.perSecond === undefined ? {} : { perSecond: plan.perSecond }),
  });
  const home = measures ? await measureHome(outside, plan, away) : null;
  const { journeys } = made;
  return {
    ...{ inspection, journeys, components: wish.components },
    measures: { ...(home?.measured === undefined ? {} : { home: home.measured }), ...made.measures },
    unmeasured: { ...(home?.reason === undefined ? {} : { home: home.reason }), ...made.unmeasured },
    elapsedMs: Math.round(outside.clock.ticks() - started),
  };
}

/** A journey that ended at a checkout leads to the payment page: then nobody need name one. */
function paymentJourneyOf(files: readonly JourneyFile[], { measures }: JourneysMade): string | null {
  const file = files.find(({ path }) =>
    /checkout|payment|onepage|kasse|kasa/i.test(URL.parse(measures[path]?.finalUrl ?? '')?.pathname ?? ''),
  );
  return file?.source ?? null;
}

/** Why the shop does not answer at all: then nothing else is tried, and nothing is called broken. `null`: it does. */
async function whyAway(outside: Outside, { url, allowPrivate }: GatePlan): Promise<string | null> {
  try {
    await outside.http.request({ url, allowPrivate, timeoutMs: ANSWER_MS, maxBytes: 1_000_000, maxRedirects: 5 });
    return null;
  } catch (thrown) {
    return `The shop does not answer: ${messageOf(thrown)}`;
  }
}

async function measureHome(outside: Outside, { url, allowPrivate, runs }: GatePlan, away: string | null) {
  if (away !== null) return { reason: away };
  process.stderr.write(`measuring the home page, ${runs} times\n`);
  try {
    return { measured: await measurePage(outside, { url, allowPrivate, runs }) };
  } catch (thrown) {
    return { reason: messageOf(thrown).split('\n')[0] ?? '' };
  }
}
