import { ShopbellError } from '#kernel/errors.ts';
import { allChecks } from '../checks/all-checks.ts';
import { type Area, areas, type Check } from '../checks/check.ts';
import type { Inspection } from '../inspection.ts';
import { gateChecks, type ReleaseCheckId, releaseCheckIds } from './gate-checks.ts';
import { nearNames } from './near-names.ts';

interface SelectionWish {
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

export interface Selection {
  readonly checks: readonly Check[];
  readonly release: ReadonlySet<ReleaseCheckId>;
}

/** Areas that are about the domain and the business; a release changes nothing in them. */
export const BEYOND_RELEASE: readonly Area[] = ['mail', 'trust'];

/**
 * Names of checks and of areas, such as `headers`; `leaveOut`: areas that are looked at only when they are named. Throws INPUT_INVALID for a name that is none, with those that are like it. Pure.
 */
export function selectChecks(wish: SelectionWish, leaveOut: readonly Area[] = []): Selection {
  const { only, skip } = wish;
  for (const name of [...only, ...skip]) refuseUnknown(name);
  const isWanted = (id: string, area: string) => {
    const isIn = (list: readonly string[]) => list.includes(id) || list.includes(area);
    const isOut = leaveOut.some((out) => out === area) && !isIn(only);
    return (only.length === 0 || isIn(only)) && !isIn(skip) && !isOut;
  };
  return {
    checks: allChecks.filter(({ meta }) => isWanted(meta.id, meta.area)),
    release: new Set(releaseCheckIds.filter((id) => isWanted(id, 'release'))),
  };
}

export type Parts = ReadonlySet<keyof Inspection>;

/** Parts of the inspection that the chosen checks read: nothing else need be fetched. Pure. */
export function partsOf({ checks, release }: Selection): Parts {
  const compared = ['release-scripts', 'release-hosts', 'release-headers'] as const;
  const more = compared.some((id) => release.has(id)) ? (['home', 'pages', 'payment'] as const) : [];
  return new Set([...checks.flatMap(({ meta }) => meta.requires), ...more]);
}

function refuseUnknown(name: string): void {
  const names = [...allChecks.map(({ meta }) => meta.id), ...areas, ...releaseCheckIds, 'release'];
  if (names.includes(name)) return;
  const near = nearNames(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are: ${names.join(', ')}`;
  throw new ShopbellError('INPUT_INVALID', { reason: `there is no check “${name.slice(0, 60)}”; ${hint}` });
}

/** For people: what a check looks at, what can happen, what to do. Throws INPUT_INVALID for a name that is none. Pure. */
export function explainCheck(name: string): string {
  const meta = allChecks.find((check) => check.meta.id === name)?.meta;
  const release = releaseCheckIds.find((id) => id === name);
  const found = meta ?? (release === undefined ? null : gateChecks[release]);
  if (found === null) {
    const isArea = [...areas, 'release'].some((area) => area === name);
    if (!isArea) refuseUnknown(name);
    const own = allChecks.filter((check) => check.meta.area === name).map((check) => `${check.meta.id}: ${check.meta.title}`);
    const ours = name === 'release' ? releaseCheckIds.map((id) => `${id}: ${gateChecks[id].title}`) : [];
    return `${[...own, ...ours].join('\n')}\n`;
  }
  const remedies = Object.entries(meta?.remedies ?? {}).map(([platform, text]) => `  ${platform}: ${text}`);
  return `${[
    `${name} (${meta?.area ?? 'release'}, up to ${found.severity})`,
    `What must hold: ${found.title}.`,
    `Why: ${found.owner}`,
    `What to do: ${found.remedy}`,
    ...remedies,
    ...(found.references.length === 0 ? [] : [`References: ${found.references.join(', ')}`]),
  ].join('\n')}\n`;
}
