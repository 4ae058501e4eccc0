import type { Baseline, Measure } from './baseline.ts';
import { placeOf } from './compare-page.ts';
import { makeItem } from './make-item.ts';
import type { MeasuredPage, Seen } from './seen.ts';
import type { GateItem } from './types.ts';

type Figure = keyof Measure;

/** A part of the old value, or so much, whichever is more, may be noise. */
const margins: Readonly<Record<Figure, { readonly part: number; readonly least: number }>> = {
  weight: { part: 0.1, least: 20_000 },
  scriptWeight: { part: 0.1, least: 10_000 },
  scripts: { part: 0.1, least: 1 },
  ttfb: { part: 0.3, least: 200 },
  lcp: { part: 0.2, least: 300 },
  cls: { part: 0.2, least: 0.05 },
};
export const figures = Object.keys(margins) as readonly Figure[];

const names: Readonly<Record<Figure, string>> = {
  weight: 'weight',
  scriptWeight: 'weight of scripts',
  scripts: 'number of scripts',
  ttfb: 'time to first byte',
  lcp: 'largest contentful paint',
  cls: 'cumulative layout shift',
};

/** Limits that the baseline does not set: by page, `*` for every page. */
export type Budgets = Readonly<Record<string, { readonly [figure in Figure]?: number | undefined }>>;

export interface BudgetRow {
  readonly page: string;
  readonly figure: Figure;
  /** Bytes, a count, milliseconds, or a ratio; the median of the runs. `null`: the browser told none. */
  readonly value: number | null;
  readonly before: number | null;
  /** Most that passes, margin included; `null`: nothing to compare with. */
  readonly most: number | null;
  readonly from: 'baseline' | 'budget' | null;
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'none';
}

/** Every figure of every page against its budget, else against the baseline and its margin. Pure. */
export function budgetRows(baseline: Baseline | null, { measures }: Seen, budgets: Budgets): readonly BudgetRow[] {
  return Object.entries(measures).flatMap(([page, measured]) =>
    figures.map((figure): BudgetRow => {
      const value = measured.measure[figure];
      const before = baseline?.measures?.[page]?.[figure] ?? null;
      const fixed = budgets[page]?.[figure] ?? budgets['*']?.[figure] ?? null;
      const loose = before === null ? null : round(before + marginOf(figure, before, measured));
      const most = fixed ?? loose;
      const outcome = most === null ? 'none' : value === null ? 'unknown' : value > most ? 'fail' : 'pass';
      return { page, figure, value, before, most, from: fixed !== null ? 'budget' : loose === null ? null : 'baseline', outcome };
    }),
  );
}

/** Times of one run that lie far apart say that the machine was busy: half of that is noise too. */
export function marginOf(figure: Figure, before: number, { spread }: MeasuredPage): number {
  const { part, least } = margins[figure];
  const own = figure === 'ttfb' || figure === 'lcp' || figure === 'cls' ? (spread[figure] ?? 0) / 2 : 0;
  return Math.max(before * part, least, own);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** Figures beyond what passes. Pure. */
export function compareMeasures(rows: readonly BudgetRow[], seen: Seen, where: string): readonly GateItem[] {
  return rows.flatMap(({ page, figure, value, before, most, from, outcome }) => {
    if (outcome !== 'fail' || value === null || most === null) return [];
    const isTime = figure === 'ttfb' || figure === 'lcp' || figure === 'cls';
    const runs = seen.measures[page]?.runs ?? 1;
    const limit =
      from === 'budget'
        ? `the budget is ${inUnits(figure, most)}`
        : `before ${inUnits(figure, before ?? 0)}, up to ${inUnits(figure, most)} passes`;
    return [
      makeItem(isTime ? 'release-speed' : 'release-weight', {
        ...{
          key: `${page} ${figure}${from === 'budget' ? ' budget' : ''}`,
          severity: 'medium',
          where,
          kept: from === 'budget' ? 'never' : 'inventory',
        },
        title: `The ${names[figure]} ${placeOf(page)} is ${inUnits(figure, value)}; ${limit}`,
        evidence: [`median of ${runs} ${runs === 1 ? 'run' : 'runs'} in a fresh browser`],
      }),
    ];
  });
}

/** `812.4 kB`, `14`, `1,250 ms`, `0.12`. */
export function inUnits(figure: Figure, value: number): string {
  if (figure === 'weight' || figure === 'scriptWeight')
    return value < 1_000_000 ? `${(value / 1_000).toFixed(1)} kB` : `${(value / 1_000_000).toFixed(2)} MB`;
  if (figure === 'scripts') return String(value);
  return figure === 'cls' ? value.toFixed(3) : `${Math.round(value)} ms`;
}
