import type { SigmaEvent } from '#sigma/index.ts';

const NAMES = ['timestamp', '@timestamp', 'at', 'time', 'datetime', 'eventtime', 'utctime', 'systemtime', 'date'];

/** When an event happened, by the first of its fields that tells; ms since 1970, 0 when none does. */
export function timeOf(event: SigmaEvent): number {
  for (const name of NAMES) {
    const text = event.get(name)?.raw[0] ?? '';
    const at = /^\d{9,13}(\.\d+)?$/.test(text) ? Number(text) * (Number(text) < 1e11 ? 1000 : 1) : Date.parse(text);
    if (Number.isFinite(at)) return at;
  }
  return 0;
}
