import { compareSeverity, type Severity, severities } from '#kernel/outcome.ts';
import type { Component } from '../gate/sbom/component.ts';
import { partsOf } from '../gate/sbom/id-of.ts';
import { type Advisory, concerns, namesOf, severityOf } from './advisory.ts';
import { ageOf, OLD_DAYS, STALE_DAYS } from './age-of.ts';
import { endingProducts, endOf } from './end-of-life.ts';
import type { Exploited } from './exploited.ts';
import { type AdvisoryPackage, packageOf, spelled } from './package-of.ts';
import type { SbomReport } from './sbom-shape.ts';

type Hole = SbomReport['holes'][number];

/** Advisories of one ecosystem, as far as they concern the bill of materials. */
export interface AdvisorySet {
  readonly ecosystem: string;
  readonly asOf: string | null;
  /** ISO instant at which they were fetched; null: they came with Shopbell. */
  readonly fetchedAt: string | null;
  /** How many were read. */
  readonly read: number;
  /** The only packages that they speak of; absent: all of the registry. */
  readonly covers?: ReadonlySet<string>;
  readonly advisories: readonly Advisory[];
}

export interface SbomQuestion {
  readonly file: string;
  readonly judgedAt: string;
  readonly components: readonly Component[];
  readonly sets: readonly AdvisorySet[];
  readonly exploited: Exploited | null;
  /** ISO instant at which the catalogue was fetched. */
  readonly exploitedAt?: string | null;
}

/** The packages whose advisories are needed, as `npm/jquery`. Pure. */
export function wantedPackages(components: readonly Component[]): ReadonlySet<string> {
  return new Set(components.map(packageOf).flatMap((known) => (typeof known === 'string' ? [] : [`${known.ecosystem}/${known.name}`])));
}

/**
 * Compares a bill of materials with advisories, with what attackers are known to use, and with ends of life. What has no advisories to be
 * compared with is unknown, never fine. Pure.
 */
export function judgeSbom(question: SbomQuestion): SbomReport {
  const { file, judgedAt, components, sets, exploited } = question;
  const byPackage = sets.map((set) => ({ ...set, named: named(set) }));
  const judged = components.map((component) => judgeOne(component, byPackage));
  const holes = judged.flatMap((one) => one.holes).map((hole) => withExploited(hole, exploited));
  const age = (asOf: string | null, fetchedAt: string | null, isExcerpt: boolean) => {
    const days = asOf === null ? null : ageOf(asOf, judgedAt).days;
    const since = fetchedAt === null ? 0 : ageOf(fetchedAt, judgedAt).days;
    return { asOf, days, fetchedAt, isOld: days === null || days > OLD_DAYS || since > STALE_DAYS, isExcerpt };
  };
  const advisories = sets.map((set) => ({
    ...{ ecosystem: set.ecosystem, read: set.read },
    ...age(set.asOf, set.fetchedAt, set.covers !== undefined),
  }));
  const old = advisories.filter(({ isOld }) => isOld);
  return {
    schema: 'shopbell.sbom/1',
    file,
    judgedAt,
    components: components.length,
    compared: judged.filter((one) => one.isCompared && !old.some(({ ecosystem }) => ecosystem === one.ecosystem)).length,
    holes: holes.sort(byUrgency),
    ends: components.flatMap((component) => endsOf(component, judgedAt)),
    unknown: [...judged.flatMap((one) => one.unknown), ...old.flatMap((set) => staleness(set, judged))],
    advisories,
    exploited: exploited === null ? null : age(exploited.asOf, question.exploitedAt ?? null, exploited.isExcerpt ?? false),
  };
}

/** What was published since is not known, so that what was compared with old advisories is not known to be fine. */
function staleness({ ecosystem, asOf }: SbomReport['advisories'][number], judged: readonly Judged[]): SbomReport['unknown'] {
  const count = judged.filter((one) => one.isCompared && one.ecosystem === ecosystem).length;
  const since = asOf === null ? 'of an unknown day' : `of ${asOf}`;
  return count === 0 ? [] : [{ component: ecosystem, reason: `the advisories are ${since}: what was published since is not known` }];
}

/** Advisories by the package that they name, so that a thousand components cost no thousand passes. */
function named({ ecosystem, advisories }: AdvisorySet): ReadonlyMap<string, readonly Advisory[]> {
  const all = new Map<string, Advisory[]>();
  for (const advisory of advisories) {
    const names = (advisory.affected ?? []).flatMap((one) => (one.package === undefined ? [] : spelled(ecosystem, one.package.name)));
    for (const name of new Set(names)) {
      const known = all.get(name);
      if (known === undefined) all.set(name, [advisory]);
      else known.push(advisory);
    }
  }
  return all;
}

type NamedSet = AdvisorySet & { readonly named: ReadonlyMap<string, readonly Advisory[]> };

interface Judged {
  readonly ecosystem: string | null;
  readonly holes: readonly Hole[];
  readonly unknown: SbomReport['unknown'];
  readonly isCompared: boolean;
}

function judgeOne(component: Component, sets: readonly NamedSet[]): Judged {
  const own = component.holes.map((hole) => fromDocument(component, hole));
  const known = packageOf(component);
  if (typeof known === 'string') return notCompared(component, null, own, known);
  const { ecosystem } = known;
  const here = sets.filter((set) => set.ecosystem === ecosystem);
  if (here.length === 0) return notCompared(component, ecosystem, own, `no advisories of ${ecosystem} are here`);
  const set = here.filter(({ covers }) => covers === undefined || covers.has(known.name));
  if (set.length === 0)
    return notCompared(component, ecosystem, own, `it is not in the short list of ${ecosystem} that comes with Shopbell`);
  const holes: Hole[] = [];
  const unknown: SbomReport['unknown'] = [];
  const seen = new Set<string>();
  for (const advisory of set.flatMap((one) => one.named.get(known.name) ?? [])) {
    const concern = concerns(advisory, known);
    const names = namesOf(advisory);
    if (concern.kind === 'no' || names.some((name) => seen.has(name))) continue;
    for (const name of names) seen.add(name);
    if (concern.kind === 'yes') holes.push(fromAdvisory(known, advisory, concern.mended));
    else unknown.push({ component: component.id, reason: `${names[0] ?? ''}: ${concern.reason}` });
  }
  const more = own.filter((hole) => !hole.names.some((name) => seen.has(name)));
  return { ecosystem, holes: [...holes, ...more], unknown, isCompared: unknown.length === 0 };
}

function notCompared({ id }: Component, ecosystem: string | null, holes: readonly Hole[], reason: string): Judged {
  return { ecosystem, holes, unknown: [{ component: id, reason }], isCompared: false };
}

function fromAdvisory({ name, version }: AdvisoryPackage, advisory: Advisory, mended: string | null): Hole {
  const summary = (advisory.summary ?? '').slice(0, 200);
  return {
    component: name,
    version,
    names: namesOf(advisory),
    severity: severityOf(advisory),
    summary,
    mended,
    ...NOT_EXPLOITED,
    by: 'advisory',
  };
}

const NOT_EXPLOITED = { exploitedSince: null, ransomware: false };

function fromDocument({ name, version }: Component, { id, severity }: Component['holes'][number]): Hole {
  const known: Severity = severities.find((one) => one === severity.toLowerCase()) ?? 'medium';
  return { component: name, version, names: [id], severity: known, summary: '', mended: null, ...NOT_EXPLOITED, by: 'document' };
}

function withExploited(hole: Hole, exploited: Exploited | null): Hole {
  const row = hole.names.map((name) => exploited?.holes.get(name)).find((one) => one !== undefined);
  return row === undefined ? hole : { ...hole, severity: 'critical', exploitedSince: row.since, ransomware: row.ransomware };
}

/** What attackers use comes first, then the gravest. */
function byUrgency(a: Hole, b: Hole): number {
  const used = Number(b.exploitedSince !== null) - Number(a.exploitedSince !== null);
  return used || compareSeverity(b.severity, a.severity) || a.component.localeCompare(b.component);
}

function endsOf(component: Component, on: string): SbomReport['ends'] {
  const { base } = partsOf(component.id);
  const product = endingProducts().products.find(({ packages }) => packages.includes(base) || packages.includes(component.name));
  const end = product === undefined ? null : endOf(product, component.version.replace(/^(v|\d+:)/, ''), on);
  if (product === undefined || end === null || (end.kind !== 'ended' && end.kind !== 'ends')) return [];
  const { line, day, kind } = end;
  return [{ component: product.name, version: component.version, line, day, ended: kind === 'ended', update: product.update }];
}
