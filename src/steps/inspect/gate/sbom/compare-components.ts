import { compareSeverity, type Severity, severities } from '#kernel/outcome.ts';
import { makeItem } from '../make-item.ts';
import type { GateItem } from '../types.ts';
import type { Component } from './component.ts';
import { partsOf } from './id-of.ts';

export interface ComponentDiff {
  readonly added: readonly Component[];
  /** Ids as the baseline keeps them. */
  readonly removed: readonly string[];
  readonly changed: readonly { readonly base: string; readonly from: readonly string[]; readonly to: readonly string[] }[];
}

/** What a release is made of against what it was made of: added, removed, other versions. Pure. */
export function diffComponents(before: readonly string[], now: readonly Component[]): ComponentDiff {
  const old = byBase(before);
  const current = byBase(now.map(({ id }) => id));
  const changed = [...current].flatMap(([base, versions]) => {
    const from = [...(old.get(base) ?? [])].filter((version) => !versions.has(version));
    const to = [...versions].filter((version) => !old.get(base)?.has(version));
    return old.has(base) && (from.length > 0 || to.length > 0) ? [{ base, from, to }] : [];
  });
  return {
    added: now.filter(({ id }) => !old.has(partsOf(id).base)),
    removed: before.filter((id) => !current.has(partsOf(id).base)),
    changed,
  };
}

function byBase(ids: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const id of ids) {
    const { base, version } = partsOf(id);
    all.set(base, (all.get(base) ?? new Set()).add(version));
  }
  return all;
}

/**
 * Components with a hole that the bill of materials tells of, and those that are new in this version and have no licence.
 * Whether others have known holes is not known from here. Pure.
 */
export function compareComponents(before: readonly string[], now: readonly Component[], where: string): readonly GateItem[] {
  const known = new Set(before);
  return now.flatMap((component) => [
    ...component.holes.map((hole) =>
      makeItem('release-components', {
        ...{ key: `${component.id} ${hole.id}`, where, severity: severityOf(hole.severity), kept: 'finding' },
        title: `${component.name} ${component.version} has a known hole: ${hole.id}`,
        evidence: [`${component.id}, ${hole.severity} by the bill of materials`],
      }),
    ),
    ...(component.licences.length > 0 || known.has(component.id)
      ? []
      : [
          makeItem('release-components', {
            ...{ key: `${partsOf(component.id).base} licence`, where, severity: 'low' as const },
            title: `The release brings ${component.name} ${component.version}, whose licence the bill of materials does not name`,
            evidence: [component.id],
          }),
        ]),
  ]);
}

/** A hole that nobody rated is not taken for harmless. */
function severityOf(said: string): Severity {
  const found = severities.find((severity) => severity === said.toLowerCase());
  return found !== undefined && compareSeverity(found, 'info') > 0 ? found : 'medium';
}
