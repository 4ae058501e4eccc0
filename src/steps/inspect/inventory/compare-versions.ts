import { compareScripts } from '#engines/script-diff/compare-scripts.ts';
import type { Comparison } from '#engines/script-diff/types.ts';
import type { Scope } from '#engines/verb.ts';
import { compareNamed } from './compare-named.ts';
import { loadSource } from './load-source.ts';
import type { ScriptVersion } from './read-script.ts';

/** Two contents of a script side by side. */
export interface VersionComparison {
  readonly from: ScriptVersion;
  readonly to: ScriptVersion;
  /** What the newer names that the older did not, and the other way round; `null` when one was not read. */
  readonly named: ReturnType<typeof compareNamed>;
  /** `missing`: a source is no longer at hand. `too-different`: it could not be compared in time. */
  readonly lines: Comparison | 'missing' | 'too-different';
}

/** The two contents whose hashes begin as asked; else the newest and the last authorised or the one before it. `null` when there is only one. */
export async function compareVersions(
  scope: Scope,
  versions: readonly ScriptVersion[],
  asked: { readonly from: string; readonly to: string; readonly values: boolean },
): Promise<VersionComparison | null> {
  const find = (start: string) => (/^[0-9a-f]{8,64}$/.test(start) ? versions.find((version) => version.hash.startsWith(start)) : undefined);
  const to = find(asked.to) ?? versions[0];
  const others = versions.filter((version) => version !== to);
  const from = find(asked.from) ?? others.find((version) => version.authorised_at !== null) ?? others[0];
  if (to === undefined || from === undefined || from === to) return null;
  const [before, after] = [await loadSource(scope, from.artifact), await loadSource(scope, to.artifact)];
  const named = compareNamed(from.named, to.named);
  if (before === null || after === null) return { from, to, named, lines: 'missing' };
  return { from, to, named, lines: (await compareScripts(before, after, { values: asked.values })) ?? 'too-different' };
}
