import { z } from 'zod';
import type { Severity } from '#kernel/outcome.ts';
import { compareInEcosystem } from './compare-in-ecosystem.ts';
import { type AdvisoryPackage, spelled } from './package-of.ts';

const eventShape = z.looseObject({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
});
const severityWord = z.looseObject({ severity: z.string().optional() }).optional();

/** One advisory in the format of OSV (schema 1.x), as far as it is used here. */
export const advisoryShape = z.looseObject({
  id: z.string().min(1).max(200),
  modified: z.string().optional(),
  withdrawn: z.string().nullish(),
  aliases: z.array(z.string()).nullish(),
  summary: z.string().optional(),
  affected: z
    .array(
      z.looseObject({
        package: z.looseObject({ ecosystem: z.string(), name: z.string() }).optional(),
        ranges: z.array(z.looseObject({ type: z.string(), events: z.array(eventShape) })).nullish(),
        versions: z.array(z.string()).nullish(),
        database_specific: severityWord,
      }),
    )
    .nullish(),
  database_specific: severityWord,
});

export type Advisory = z.output<typeof advisoryShape>;

/** Whether an advisory concerns a package; `mended`: the lowest version behind the range it lies in. */
export type Concern =
  | { readonly kind: 'yes'; readonly mended: string | null }
  | { readonly kind: 'no' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Compares one package with one advisory. A version that is listed counts at once; a range needs the registry's order. Pure. */
export function concerns(advisory: Advisory, wanted: AdvisoryPackage): Concern {
  if (advisory.withdrawn) return { kind: 'no' };
  let unknown: Concern | null = null;
  for (const { package: named, ranges, versions } of advisory.affected ?? []) {
    if (named?.ecosystem.split(':')[0] !== wanted.ecosystem || spelled(wanted.ecosystem, named.name) !== wanted.name) continue;
    const isListed = (versions ?? []).includes(wanted.version);
    for (const { type, events } of ranges ?? []) {
      if (type === 'GIT') continue;
      const inside = within(events, wanted);
      if (inside === null)
        unknown = { kind: 'unknown', reason: `${wanted.version} cannot be put in order among versions of ${wanted.ecosystem}` };
      else if (inside.is) return { kind: 'yes', mended: inside.mended };
    }
    if (isListed) return { kind: 'yes', mended: null };
  }
  return unknown ?? { kind: 'no' };
}

type Within = { readonly is: boolean; readonly mended: string | null } | null;

/** Events in the registry's order, as the format's own description evaluates them. `null`: no order is known. */
function within(events: readonly z.output<typeof eventShape>[], { ecosystem, version }: AdvisoryPackage): Within {
  const compare = (other: string) => (other === '0' ? 1 : compareInEcosystem(ecosystem, version, other));
  let is = false;
  let mended: string | null = null;
  const sorted = [...events].sort((a, b) => orderOf(ecosystem, a, b));
  for (const { introduced, fixed, last_affected } of sorted) {
    const at = introduced ?? fixed ?? last_affected;
    if (at === undefined) continue;
    const difference = compare(at);
    if (difference === null) return null;
    if (introduced !== undefined && difference >= 0) is = true;
    if (fixed !== undefined && difference >= 0) is = false;
    if (last_affected !== undefined && difference > 0) is = false;
    if (is && fixed !== undefined && mended === null) mended = fixed;
  }
  return { is, mended: is ? mended : null };
}

function orderOf(ecosystem: string, a: z.output<typeof eventShape>, b: z.output<typeof eventShape>): number {
  const [one, two] = [a, b].map(({ introduced, fixed, last_affected }) => introduced ?? fixed ?? last_affected ?? '0');
  if (one === two) return 0;
  if (one === '0' || one === undefined) return -1;
  if (two === '0' || two === undefined) return 1;
  return compareInEcosystem(ecosystem, one, two) ?? 0;
}

/** The severity as the database words it; `medium` where it says none. Malicious packages are critical. */
export function severityOf(advisory: Advisory): Severity {
  if (advisory.id.startsWith('MAL-')) return 'critical';
  const word = advisory.database_specific?.severity ?? advisory.affected?.[0]?.database_specific?.severity ?? '';
  const known: Readonly<Record<string, Severity>> = {
    CRITICAL: 'critical',
    HIGH: 'high',
    MODERATE: 'medium',
    MEDIUM: 'medium',
    LOW: 'low',
  };
  return known[word.toUpperCase()] ?? 'medium';
}

/** The public names of the hole: CVE first. */
export function namesOf({ id, aliases }: Advisory): string[] {
  const all = [...new Set([id, ...(aliases ?? [])])];
  return [...all.filter((name) => name.startsWith('CVE-')), ...all.filter((name) => !name.startsWith('CVE-'))];
}
