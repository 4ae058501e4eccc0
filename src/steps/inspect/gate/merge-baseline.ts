import type { Baseline, Measure } from './baseline.ts';
import { figures, marginOf } from './compare-measures.ts';
import { pairTraces } from './script-trace.ts';
import type { MeasuredPage, Seen } from './seen.ts';
import type { BaselineEntry, GateItem } from './types.ts';

interface Agreed {
  readonly items: readonly GateItem[];
  readonly seen: Seen;
  readonly sure: ReadonlySet<string>;
  /** Day, `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/**
 * The baseline that agrees to everything that is there now. Owner, reason and last day of what stays are kept, and what could not be
 * checked stays as it was; nothing is prolonged. Pure.
 */
export function mergeBaseline(old: Baseline | null, { items, seen, sure, today }: Agreed): Baseline {
  const entries = new Map(old?.findings.map((entry) => [entry.fingerprint, entry]));
  const there = items.filter(({ kept }) => kept === 'finding').map((item) => entryOf(item, entries.get(item.fingerprint), today));
  const now = new Set(there.map(({ fingerprint }) => fingerprint));
  const rest = (old?.findings ?? []).filter(({ fingerprint, check }) => !now.has(fingerprint) && !sure.has(check));
  const scripts = seen.scripts === null || seen.payment !== null ? old?.scripts : scriptsOf(old, seen.scripts);
  const components = seen.components?.map(({ id }) => id) ?? old?.components;
  const measures = Object.fromEntries(
    Object.entries(seen.measures).map(([page, measured]) => [page, steadied(old?.measures?.[page], measured)]),
  );
  return {
    schema: 'shopbell.baseline/1',
    findings: [...there, ...rest],
    ...(scripts === undefined ? {} : { scripts }),
    ...part('hosts', old?.hosts, withoutHalf(seen, seen.hosts)),
    ...part('headers', old?.headers, seen.headers),
    ...part('measures', old?.measures, measures),
    ...(components === undefined ? {} : { components }),
  };
}

function entryOf(item: GateItem, old: BaselineEntry | undefined, today: string): BaselineEntry {
  const { fingerprint, check, key, title, severity } = item;
  const kept = { firstSeen: old?.firstSeen || today, owner: old?.owner ?? '', reason: old?.reason ?? '', until: old?.until ?? null };
  return { fingerprint, check, key, title: title.slice(0, 1_000), severity, ...kept };
}

function scriptsOf(old: Baseline | null, scripts: NonNullable<Seen['scripts']>) {
  const before = new Map(old?.scripts?.map((script) => [script.key, script]));
  const now = new Set(scripts.map(({ key }) => key));
  const fresh = scripts.filter(({ key }) => !before.has(key)).map(({ key, party, made }) => ({ key, party, trace: made?.trace }));
  const changed = pairTraces(
    fresh,
    [...before.values()].filter(({ key }) => !now.has(key)),
  );
  return scripts.map(({ key, party, made }) => {
    const was = before.get(key) ?? changed.get(key);
    const trace = made?.trace ?? was?.trace;
    return { key, party, owner: was?.owner ?? '', reason: was?.reason ?? '', ...(trace === undefined ? {} : { trace }) };
  });
}

/** What moved no further than its noise stays: files change only when something did, and pages do not creep. */
function steadied(old: Measure | undefined, now: MeasuredPage): Measure {
  if (old === undefined) return now.measure;
  const pairs = figures.map((figure) => {
    const [before, value] = [old[figure], now.measure[figure]];
    const isNoise = before !== null && value !== null && Math.abs(value - before) <= marginOf(figure, before, now);
    return [figure, isNoise ? before : value] as const;
  });
  return { ...now.measure, ...Object.fromEntries(pairs) };
}

/** A look that was cut short proves no absence, so it makes no inventory. */
function withoutHalf<T>({ payment }: Seen, pages: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  if (payment === null) return pages;
  return Object.fromEntries(Object.entries(pages).filter(([page]) => page !== 'payment'));
}

function part<K extends string, T>(name: K, old: Readonly<Record<string, T>> | undefined, now: Readonly<Record<string, T>>) {
  const all = { ...old, ...now };
  return (Object.keys(all).length === 0 ? {} : { [name]: all }) as { readonly [key in K]?: Readonly<Record<string, T>> };
}
