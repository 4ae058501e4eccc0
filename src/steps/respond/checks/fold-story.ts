import type { LedgerEntry } from '#kernel/event.ts';

/** One line of a story: the last of `count` entries that say the same again and again, the first of them at `since`. */
export interface FoldedEntry {
  readonly entry: LedgerEntry;
  readonly since: Date;
  readonly count: number;
}

/**
 * What the machine writes down again while numbers grow; each entry replaces the ones before. Kinds of the same group are one
 * piece of work: whose records they are, what follows for the facts, how severe that is.
 */
const repeated: ReadonlyMap<string, string> = new Map([
  ['detect.signal-grew', 'signal'],
  ['respond.incident-grew', 'incident'],
  ['decide.people-looked-up', 'case'],
  ['decide.facts-stated', 'case'],
  ['decide.severity-assessed', 'case'],
]);

/** Machine's entries that do not interrupt others: what is seen goes on beside what is worked out from it. */
const beside: ReadonlySet<string> = new Set([
  ...repeated.keys(),
  ...['detect.signal-raised', 'inspect.finding-opened', 'watch.state-changed', 'watch.flapping-began', 'watch.flapping-ended'],
]);

/**
 * Folds what the machine repeats between two acts of people or two events outside (somebody woken, a letter sent) into one line
 * each, at the place of its first. The last entry speaks, since its numbers replace the ones before. Nothing else is touched. Pure.
 */
export function foldStory(story: readonly LedgerEntry[]): FoldedEntry[] {
  const lines: FoldedEntry[] = [];
  let open = new Map<string, number>();
  for (const entry of story) {
    const isMachine = entry.actor.kind === 'system';
    if (!isMachine || !beside.has(entry.kind)) open = new Map();
    const group = isMachine ? repeated.get(entry.kind) : undefined;
    const key = group === undefined ? null : `${group} ${aboutWhat(entry.payload)}`;
    const at = key === null ? undefined : open.get(key);
    const before = at === undefined ? undefined : lines[at];
    if (at !== undefined && before) {
      lines[at] = { entry, since: before.since, count: before.count + 1 };
      continue;
    }
    if (key !== null) open.set(key, lines.length);
    lines.push({ entry, since: entry.at, count: 1 });
  }
  return lines;
}

/** Signals are folded apart from each other; everything else repeated is about the one incident or case. */
function aboutWhat(payload: unknown): string {
  return typeof payload === 'object' && payload !== null && 'signal' in payload ? String(payload.signal) : '';
}
