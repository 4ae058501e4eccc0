import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import { judgeSbom, wantedPackages } from '../components/judge-sbom.ts';
import { packageOf } from '../components/package-of.ts';
import type { Component } from '../gate/sbom/component.ts';
import { noteJudgedBill } from '../verbs/note-judged-bill.ts';
import { fetchEcosystem, fetchExploited, fetchLibraries } from './fetch-advisories.ts';
import { type Bill, readBill, readCurrentBills } from './read-bills.ts';
import { EXPLOITED_FILE, fileOf, type Knowledge, LIBRARIES_FILE, readSets } from './read-sets.ts';
import type { SbomId } from './tables.ts';

/** A night's refresh that is tried again does not fetch what it has. */
const FRESH_MS = 12 * HOUR;
const LIBRARIES_MS = 6.5 * DAY;

/** Compares one bill that was just given; what its registries say is fetched first where it is not here. */
export async function judgeGivenBill(scope: Scope, sbom: SbomId): Promise<void> {
  const { house, org } = scope;
  const bill = await house.state.inOrg(org, (db) => readBill(db, org, sbom)).catch(forgotten);
  if (bill === null) return;
  await fetchMissing(house, ecosystemsOf(bill.components), Number.POSITIVE_INFINITY);
  await noteOne(scope, bill, await readSets(house.advisories, wantedPackages(bill.components)));
}

/**
 * Fetches what the current bills of all organisations need, and compares them again with it. What could not be fetched stays as it was, and its
 * age tells. Without a bill nobody is asked.
 */
export async function refreshAndJudge(house: House, scopes: readonly Scope[]): Promise<void> {
  const bills: { readonly scope: Scope; readonly bill: Bill }[] = [];
  for (const scope of scopes) {
    const own = await house.state.inOrg(scope.org, (db) => readCurrentBills(db, scope.org));
    bills.push(...own.map((bill) => ({ scope, bill })));
  }
  await refreshLibraries(house);
  if (bills.length === 0) return;
  const all = bills.flatMap(({ bill }) => bill.components);
  await fetchMissing(house, ecosystemsOf(all), FRESH_MS);
  const knowledge = await readSets(house.advisories, wantedPackages(all));
  for (const { scope, bill } of bills) await noteOne(scope, bill, knowledge);
}

async function noteOne(scope: Scope, { sbom_id: sbom, file_name: file, components }: Bill, knowledge: Knowledge): Promise<void> {
  const report = judgeSbom({ file, judgedAt: scope.house.clock.now().toISOString(), components, ...knowledge });
  await noteJudgedBill(scope, { sbom, report }).catch(forgotten);
}

/** The known holes of front-end libraries, once a week: they are asked of every shop. */
async function refreshLibraries(house: House): Promise<void> {
  const { sources } = house.advisories;
  if (sources === null || sources.libraries === null) return;
  const here = (await house.advisories.list()).find(({ name }) => name === LIBRARIES_FILE);
  if (here !== undefined && house.clock.now().getTime() - here.fetchedAt.getTime() < LIBRARIES_MS) return;
  await tryOne(house, 'libraries', () => fetchLibraries({ http: house.http, files: house.advisories, sources }));
}

async function tryOne(house: House, what: string, work: () => Promise<unknown>): Promise<void> {
  await work().catch((thrown: unknown) => house.log.warn('advisories could not be fetched', { what, reason: messageOf(thrown) }));
}

/** Who removed a bill while it was compared wants nothing more of it. */
function forgotten(thrown: unknown): null {
  if (thrown instanceof ShopbellError && thrown.code === 'NOT_FOUND') return null;
  throw thrown;
}

function ecosystemsOf(components: readonly Component[]): readonly string[] {
  const all = components.flatMap((component) => {
    const known = packageOf(component);
    return typeof known === 'string' ? [] : known.ecosystem;
  });
  return [...new Set(all)].sort();
}

async function fetchMissing(house: House, ecosystems: readonly string[], olderThanMs: number): Promise<void> {
  const { sources } = house.advisories;
  if (sources === null) return;
  const errand = { http: house.http, files: house.advisories, sources };
  const here = new Map((await house.advisories.list()).map(({ name, fetchedAt }) => [name, fetchedAt]));
  const isWanted = (name: string): boolean => {
    const at = here.get(name);
    return at === undefined || house.clock.now().getTime() - at.getTime() > olderThanMs;
  };
  for (const ecosystem of ecosystems) {
    if (sources.osv !== null && isWanted(fileOf(ecosystem))) await tryOne(house, ecosystem, () => fetchEcosystem(errand, ecosystem));
  }
  if (sources.exploited !== null && isWanted(EXPLOITED_FILE)) await tryOne(house, 'known attacks', () => fetchExploited(errand));
}
