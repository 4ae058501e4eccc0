import type { DataCategory } from '#kernel/people.ts';
import type { ScannedSignal, TouchedId } from './run-scan.ts';

export interface Affected {
  /** `atMost` is null when a whole file was taken: nobody knows from a log how many people stand in it. */
  readonly people: { readonly atLeast: number; readonly atMost: number | null };
  readonly byCategory: Readonly<Partial<Record<DataCategory, number>>>;
  readonly records: readonly TouchedId[];
}

/** Whose data was touched over all signals: each record once. */
export function affectedBy(signals: readonly ScannedSignal[]): Affected {
  const records = new Map<string, TouchedId>();
  const byCategory: Partial<Record<DataCategory, number>> = {};
  for (const signal of signals) {
    for (const record of signal.records) {
      const key = `${record.kind}\n${record.id}`;
      const known = records.get(key);
      records.set(key, known === undefined ? record : join(known, record));
    }
    const distinct = new Set(signal.records.map((record) => `${record.kind}\n${record.id}`)).size;
    for (const category of signal.categories) byCategory[category] = Math.max(byCategory[category] ?? 0, distinct);
  }
  const customers = [...records.values()].filter((record) => record.kind === 'customer').length;
  const wholeFile = signals.some(
    (signal) => (signal.rule === 'dump-taken' || signal.rule === 'bulk-export') && signal.categories.length > 0,
  );
  return {
    people: { atLeast: Math.max(customers, Math.min(1, records.size)), atMost: wholeFile ? null : records.size },
    byCategory,
    records: [...records.values()],
  };
}

function join(a: TouchedId, b: TouchedId): TouchedId {
  const [first = a.first] = [a.first, b.first].sort();
  const [last = a.last] = [a.last, b.last].sort().reverse();
  return { ...a, first, last, times: Math.max(a.times, b.times) };
}
