import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { JourneyWish } from '#engines/journeys/types.ts';
import { messageOf } from '#kernel/errors.ts';
import { type JourneyVerdict, type MeasuredPage, measurePage, type Outside } from '#steps/inspect/index.ts';
import type { GatePlan } from './gate-flags.ts';

const JOURNEY_MS = 120_000;

export interface JourneyFile {
  /** As it was given. */
  readonly path: string;
  readonly source: string;
}

export interface JourneysMade {
  readonly journeys: readonly JourneyVerdict[];
  readonly measures: Readonly<Record<string, MeasuredPage & { readonly finalUrl: string }>>;
  readonly unmeasured: Readonly<Record<string, string>>;
}

interface Wish {
  readonly files: readonly JourneyFile[];
  readonly plan: GatePlan;
  /** Whether their last pages are weighed. */
  readonly measures: boolean;
  /** Folder for traces and pictures of journeys that failed. */
  readonly traces: string | undefined;
  /** Why none can be made; `null`: the shop answers. */
  readonly away: string | null;
}

/** Makes every journey once, and those that pass as often again as pages are measured. No order is placed. */
export async function makeJourneys(outside: Outside, { files, plan, measures, traces, away }: Wish): Promise<JourneysMade> {
  const journeys: JourneyVerdict[] = [];
  const measured: Record<string, MeasuredPage & { readonly finalUrl: string }> = {};
  const unmeasured: Record<string, string> = {};
  for (const file of files) {
    if (away !== null) {
      journeys.push({ name: file.path, outcome: 'unknown', reason: away, steps: 0, ms: 0 });
      continue;
    }
    process.stderr.write(`journey ${file.path}\n`);
    const wish = wishOf(file, plan);
    const run = await outside.journeys.run(wish);
    journeys.push({ name: file.path, outcome: run.outcome, reason: run.reason, steps: run.steps.length, ms: run.ms });
    // A trace holds every header that was sent.
    const shown = plan.own === null ? run : { ...run, trace: null };
    if (run.outcome === 'failed' && traces !== undefined) await keep(traces, file, shown);
    if (run.outcome !== 'passed' || !measures) continue;
    try {
      measured[file.path] = await measureEnd(outside, wish, plan);
    } catch (thrown) {
      unmeasured[file.path] = messageOf(thrown).split('\n')[0] ?? '';
    }
  }
  return { journeys, measures: measured, unmeasured };
}

function wishOf({ path, source }: JourneyFile, { url, allowPrivate, secrets }: GatePlan): JourneyWish {
  return { source, name: path, baseUrl: url, allowPrivate, secrets, mayOrder: false, maxMs: JOURNEY_MS };
}

function measureEnd(outside: Outside, wish: JourneyWish, { allowPrivate, runs }: GatePlan) {
  return measurePage(outside, {
    ...{ url: wish.baseUrl, allowPrivate, runs },
    way: async (context, page) => {
      const walk = await outside.journeys.walk(context, page, wish);
      if (walk.outcome !== 'passed') throw new Error(`the journey passed once and then got stuck: ${walk.reason}`);
      return walk.page;
    },
  });
}

async function keep(
  folder: string,
  { path }: JourneyFile,
  { trace, shots }: Awaited<ReturnType<Outside['journeys']['run']>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = basename(path).replace(/\.[mc]?[jt]s$/i, '');
  if (trace !== null) await writeFile(join(folder, `${name}.zip`), trace);
  const last = shots.at(-1);
  if (last !== undefined) await writeFile(join(folder, `${name}.jpg`), last.jpeg);
}
