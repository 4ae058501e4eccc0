import type { Area, Finding, Rule } from './finding.ts';
import { isTold } from './own/compose-rules.ts';
import type { RuleName } from './rule-traits.ts';
import { findAdminChains } from './rules/admin-chain.ts';
import { findBulkExports, findToldExports } from './rules/bulk-export.ts';
import { findCardTesting } from './rules/card-testing.ts';
import { findDatabaseReads } from './rules/database-read.ts';
import { findDumps } from './rules/dump-taken.ts';
import { findEnumeration } from './rules/enumeration.ts';
import { findExfiltration } from './rules/exfiltration.ts';
import { findForeignRecords } from './rules/foreign-records.ts';
import { findGraphqlWalks } from './rules/graphql-walks.ts';
import { findHoneyUse } from './rules/honey-customer.ts';
import { findImpossibleTravel } from './rules/impossible-travel.ts';
import { findKnownAttacks } from './rules/known-attacks.ts';
import { findLargeAnswers } from './rules/large-answers.ts';
import { findLearnedReads } from './rules/learned-records.ts';
import { findNewAdminDevices } from './rules/new-admin-device.ts';
import { findByOwnRules } from './rules/own-rules.ts';
import { findPagedLists } from './rules/paged-lists.ts';
import { findPersonalData } from './rules/personal-data.ts';
import { findProbing } from './rules/probing.ts';
import { findScatteredReads } from './rules/scattered-reads.ts';
import { findStuffing } from './rules/stuffing.ts';

/** Every rule that is run, in the order in which findings are told: leaks first. The same in production and in `scan`. */
const rules: Readonly<Partial<Record<RuleName, Rule>>> = {
  'honey-customer': findHoneyUse,
  enumeration: async (area) => {
    const found = await findEnumeration(area);
    const actorsOf = (list: readonly Finding[]) => new Set(list.flatMap((one) => one.selection.actors));
    if (area.onlyNew !== true) found.push(...(await findScatteredReads(area, actorsOf(found))));
    if (area.onlyNew !== true) found.push(...(await findLearnedReads(area, actorsOf(found))));
    return [...found, ...(await findForeignRecords(area, actorsOf(found)))];
  },
  'dump-taken': findDumps,
  'database-read': findDatabaseReads,
  'bulk-export': findExports,
  stuffing: findStuffing,
  'admin-chain': findAdminChains,
  exfiltration: findExfiltration,
  'card-testing': findCardTesting,
  'impossible-travel': findImpossibleTravel,
  'new-admin-device': findNewAdminDevices,
  'personal-data': findPersonalData,
  'own-rule': findByOwnRules,
  'known-attack': (area) => findKnownAttacks(area),
  probing: findProbing,
};

/** Exports, large answers, and lists in pages. Who is one of many that share out a list is told with them, and not by himself. */
async function findExports(area: Area): Promise<Finding[]> {
  const logged = await findBulkExports(area);
  const found = [...logged, ...(await findToldExports(area, logged)), ...(await findLargeAnswers(area))];
  const large = new Set(found.flatMap((one) => one.selection.pairs));
  const walks = (await findGraphqlWalks(area)).filter((one) => !one.selection.pairs.some((pair) => large.has(pair)));
  const paged = await findPagedLists(area, new Set(found.flatMap((one) => (one.level === 'low' ? [] : one.selection.pairs))));
  const told = new Set(paged.flatMap((one) => one.selection.pairs));
  return [
    ...found.filter((one) => one.selection.pairs.length === 0 || !one.selection.pairs.every((pair) => told.has(pair))),
    ...walks,
    ...paged,
  ];
}

/** The names of rules that are run. */
export const runningRules = Object.keys(rules) as readonly RuleName[];

/**
 * Runs every rule over an area and returns what they found, leaks first, then by time, without what the shop's filters call normal.
 * Only reads.
 */
export async function detectInArea(area: Area): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of runningRules) findings.push(...(await runRule(area, name)));
  return findings;
}

/** The same for one rule. */
export async function runRule(area: Area, name: RuleName): Promise<Finding[]> {
  const found = (await rules[name]?.(area)) ?? [];
  return found.filter((finding) => isTold(area.knowledge.rules, finding));
}
