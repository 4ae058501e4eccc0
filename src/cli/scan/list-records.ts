import type { ScannedSignal, TouchedId } from './run-scan.ts';

/** The records touched over all signals, each once. */
export function listRecords(signals: readonly ScannedSignal[]): TouchedId[] {
  const records = new Map<string, TouchedId>();
  for (const record of signals.flatMap((signal) => signal.records)) {
    const key = `${record.kind}\n${record.id}`;
    const known = records.get(key);
    records.set(key, known === undefined ? record : join(known, record));
  }
  return [...records.values()];
}

function join(a: TouchedId, b: TouchedId): TouchedId {
  const [first = a.first] = [a.first, b.first].sort();
  const [last = a.last] = [a.last, b.last].sort().reverse();
  return { ...a, first, last, times: Math.max(a.times, b.times) };
}
