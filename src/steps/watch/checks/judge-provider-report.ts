import { down, type Judged, unknown, up } from './judged.ts';
import type { ProviderReport } from './provider-report.ts';

const LONGEST = 120;

/** Judges what a provider says of itself, as a whole or by the parts that count. `null`: what came is no report. */
export function judgeProviderReport(title: string, wanted: readonly string[], report: ProviderReport | null): Judged {
  if (report === null) return unknown(`the status page of ${title} cannot be understood`);
  if (wanted.length === 0) return say(title, report.state, report.words, report.open);
  const parts = wanted.map((name) => report.parts.find((part) => same(part.name, name)));
  const missing = wanted.find((_, nth) => parts[nth] === undefined);
  if (missing !== undefined) return unknown(`the status page of ${title} knows no part “${short(missing)}”`);
  const found = parts.flatMap((part) => part ?? []);
  const worst = found.find(({ state }) => state === 'trouble') ?? found.find(({ state }) => state === 'work');
  const open = report.open.filter((one) => one.parts.length === 0 || one.parts.some((part) => wanted.some((name) => same(part, name))));
  return worst ? say(title, worst.state, `${short(worst.name)}: ${worst.words}`, open) : say(title, 'fine', '', []);
}

function say(title: string, state: ProviderReport['state'], words: string, open: ProviderReport['open']): Judged {
  if (state === 'fine') return up(`${title} says: everything works`);
  if (state === 'work') return up(`${title} says: planned work`);
  const [first] = open;
  const since = first?.since ? `, since ${first.since.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
  const what = first === undefined || first.title === '' ? '' : `: ${short(first.title)}`;
  return down(`${title} says: ${short(words) || 'trouble'}${since}${what}`);
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Words of a stranger: one line, and not many. */
function short(words: string): string {
  const line = words.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
