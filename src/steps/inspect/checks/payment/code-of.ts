import { judgeFile } from '../../files/judge-file.ts';
import type { CodeSign } from '../../inspection.ts';

/** Longer sources are bundles; thieves that hide in one are seen by what they do. */
const MAX_SOURCE = 300_000;

/** What a script is by how it is written, by the same signatures that read a shop’s files. Pure; nothing of it is run. */
export function codeOf(source: string): CodeSign[] {
  if (source.length > MAX_SOURCE) return [];
  const { findings } = judgeFile({ path: 'script.js', bytes: Buffer.from(source), linesBefore: 0 });
  return findings.map(({ rule, title, outcome, severity, confidence }) => ({ rule, title, outcome, severity, confidence }));
}
