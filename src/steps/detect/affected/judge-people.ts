import type { Bounds, EnteredCount, KindCount, Reason } from './affected.ts';
import type { Untold } from './count-untold.ts';
import type { ExportEstimate } from './judge-exports.ts';
import type { Gap, GapVerdict } from './judge-gaps.ts';

export interface PeopleFacts {
  readonly kinds: readonly KindCount[];
  readonly exports: readonly (ExportEstimate & {
    readonly kind: string;
    readonly route: string;
    readonly bytes: number;
    readonly pages?: number;
  })[];
  /** Whole files that were taken. */
  readonly files: readonly string[];
  /** What was read in the shop's database, past the shop; `rows`: `null`: its log does not tell. One person may stand in several rows. */
  readonly tables: readonly { readonly kind: string; readonly rows: number | null }[];
  /** Records of routes that the data map does not describe. */
  readonly learned?: readonly { readonly route: string; readonly records: number }[];
  /** Copies of the data whose honey customer was used outside: all of such a copy may be out. */
  readonly copies: readonly string[];
  /** Accounts that somebody got into: each has an owner, who is one more person perhaps. */
  readonly entered: EnteredCount;
  /** Findings of which no stored row says whose data was seen. */
  readonly untold?: readonly Untold[];
  readonly gaps: readonly Gap[];
  /** What of the span that somebody asked about is not stored. */
  readonly uncovered?: GapVerdict['uncovered'];
}

/** How many people: a number that is surely not too high, one that is surely not too low, and why they differ. Pure. */
export function judgePeople(facts: PeopleFacts): { readonly people: Bounds; readonly reasons: readonly Reason[] } {
  const reasons: Reason[] = [];
  const records = sum(facts.kinds.map((kind) => kind.records));
  const certain = sum(facts.kinds.map((kind) => kind.certain));
  const customers = facts.kinds.find((kind) => kind.kind === 'customer');
  let atLeast = Math.max(customers?.certain ?? 0, Math.min(1, certain), facts.entered.certain);
  let atMost: number | null = records + facts.entered.all;
  if (facts.entered.all > 0) reasons.push({ code: 'entered', values: { count: facts.entered.all } });
  reasons.push(...reasonsOfRecords(facts, records));
  for (const one of facts.exports) {
    if (one.how === 'told' || one.how === 'learned' || one.how === 'asked')
      atLeast = Math.max(atLeast, one.kind === 'customer' ? one.atLeast : Math.min(1, one.atLeast));
    atMost = atMost === null || one.atMost === null ? null : atMost + one.atMost;
    reasons.push({
      code: `export-${one.how}`,
      values: { route: one.route, bytes: one.bytes, atLeast: one.atLeast, atMost: one.atMost ?? 0, pages: one.pages ?? 1 },
    });
  }
  for (const path of facts.files) {
    atMost = null;
    reasons.push({ code: 'file', values: { path } });
  }
  for (const { kind, rows } of facts.tables) {
    atMost = atMost === null || rows === null ? null : atMost + rows;
    if (rows !== null) atLeast = Math.max(atLeast, 1);
    reasons.push(rows === null ? { code: 'table', values: { what: kind } } : { code: 'table-rows', values: { what: kind, count: rows } });
  }
  for (const { route, records: count } of facts.learned ?? []) {
    atMost = atMost === null ? null : atMost + count;
    atLeast = Math.max(atLeast, Math.min(1, count));
    reasons.push({ code: 'learned-route', values: { route, count } });
  }
  for (const what of facts.copies) {
    atMost = null;
    reasons.push({ code: 'copy', values: { what } });
  }
  for (const { way, count } of facts.untold ?? []) {
    atMost = null;
    reasons.push({ code: 'untold', values: { way, count } });
  }
  for (const gap of facts.gaps) {
    atMost = null;
    reasons.push(reasonOfGap(gap));
  }
  if (facts.uncovered != null) atMost = null;
  if (facts.uncovered === 'nothing') reasons.push({ code: 'nothing-stored', values: {} });
  return { people: { atLeast, atMost: atMost === null ? null : Math.max(atMost, atLeast) }, reasons };
}

function reasonsOfRecords({ kinds }: PeopleFacts, records: number): Reason[] {
  const reasons: Reason[] = [];
  const others = kinds.filter((kind) => kind.kind !== 'customer' && kind.records > 0);
  if (others.length > 0 && records > 1) reasons.push({ code: 'nobody-asked', values: { count: sum(others.map((kind) => kind.records)) } });
  const possible = sum(kinds.map((kind) => kind.possible));
  if (possible > 0) reasons.push({ code: 'same-size', values: { count: possible } });
  const likely = sum(kinds.map((kind) => kind.likely));
  if (likely > 0) reasons.push({ code: 'no-size', values: { count: likely } });
  return reasons;
}

function reasonOfGap(gap: Gap): Reason {
  const others = gap.othersWentOn === null ? 'none' : gap.othersWentOn ? 'went-on' : 'silent';
  return {
    code: gap.to === null ? 'gap-open' : 'gap',
    values: { source: gap.source, from: gap.from.toISOString(), to: gap.to?.toISOString() ?? '', expected: gap.expected, others },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
