import type { Judgement, JudgeName } from './judge-name.ts';
import { readHost } from './read-host.ts';

type Suspicious = Extract<Judgement, { verdict: 'suspicious' }> & { readonly name: string };

export interface JudgedLines {
  /** Lines that are not empty and not notes; those without a host name are `unreadable`, and never called fine. */
  readonly counts: { readonly names: number; readonly unreadable: number; readonly ours: number; readonly suspicious: number };
  /** Each name once, in the order of the list. */
  readonly suspicious: readonly Suspicious[];
}

/** Judges the lines of a list. */
export function judgeLines(lines: Iterable<string>, judge: JudgeName): JudgedLines {
  const seen = new Set<string>();
  const suspicious: Suspicious[] = [];
  let [unreadable, ours] = [0, 0];
  for (const line of lines) {
    const text = line.trim();
    if (text === '' || text.startsWith('#') || text.startsWith('!')) continue;
    const name = readHost(text);
    if (name === null) unreadable += 1;
    if (name === null || seen.has(name)) continue;
    seen.add(name);
    const judgement = judge(name);
    if (judgement.verdict === 'ours') ours += 1;
    if (judgement.verdict === 'suspicious') suspicious.push({ ...judgement, name });
  }
  return { counts: { names: seen.size, unreadable, ours, suspicious: suspicious.length }, suspicious };
}
