import { isDeepStrictEqual } from 'node:util';
import type { CheckId, ShopId } from '#kernel/ids.ts';
import type { CheckSeverity } from '../checks/check-severity.ts';
import type { PlaceId, WatchCheck } from '../store.ts';
import type { WantedCheck } from './read-check-files.ts';

/** What a check was told by files, as it is kept: parents by key, secrets as a keyed hash. */
export interface FileState {
  readonly name: string;
  readonly target: unknown;
  readonly everyMs: number;
  readonly failures: number;
  readonly severity: CheckSeverity;
  readonly dependsOn: readonly string[];
  /** Name; '' for here. */
  readonly place: string;
  readonly secrets: string;
}

export interface Difference {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** One check of a plan. `adopt`: one that was made by hand and has the same name becomes the files'. `replace`: its kind changes. */
export interface Planned {
  readonly action: 'add' | 'change' | 'adopt' | 'replace' | 'remove' | 'same';
  readonly shop: ShopId;
  readonly key: string;
  readonly name: string;
  readonly check: CheckId | null;
  readonly wanted: WantedCheck | null;
  readonly differences: readonly Difference[];
  /** What somebody changed by hand since the files were applied last. */
  readonly drift: readonly Difference[];
}

/** What ids are called in files. */
interface NamesOf {
  readonly keys: ReadonlyMap<CheckId, string>;
  readonly places: ReadonlyMap<PlaceId, string>;
}

interface Situation {
  readonly set: string;
  readonly wanted: readonly (WantedCheck & { readonly shopId: ShopId })[];
  /** Shops that the files speak of. */
  readonly shops: ReadonlySet<ShopId>;
  readonly present: readonly WatchCheck[];
  /** Names of places. */
  readonly places: ReadonlyMap<PlaceId, string>;
  /** Keyed hash of the secrets that are given for a wanted check; `null`: they were not given and stay. */
  readonly secretsOf: (wanted: WantedCheck) => string | null;
}

/** Compares what files want with what there is. Pure. What is in order comes last, what goes away before what comes. */
export function planChecks({ set, wanted, shops, present, places, secretsOf }: Situation): Planned[] {
  const own = present.filter((check) => check.file?.set === set);
  const names: NamesOf = { keys: new Map(own.map((check) => [check.id, check.file?.key ?? ''])), places };
  const taken = new Set<CheckId>();
  const planned = wanted.map((one): Planned => {
    const known = own.find((check) => check.file?.key === one.key) ?? adoptable(present, one, taken);
    if (known) taken.add(known.id);
    return planOne(one, known, names, secretsOf(one));
  });
  const gone = own
    .filter((check) => shops.has(check.shop) && !taken.has(check.id))
    .map((check): Planned => {
      const { id, name, shop } = check;
      const drift = driftOf(check, names);
      return { action: 'remove', shop, key: check.file?.key ?? '', name, check: id, wanted: null, differences: [], drift };
    });
  const rank = { remove: 0, replace: 1, change: 2, adopt: 3, add: 4, same: 5 };
  return [...gone, ...planned].sort((a, b) => rank[a.action] - rank[b.action]);
}

function adoptable(present: readonly WatchCheck[], wanted: WantedCheck & { readonly shopId: ShopId }, taken: ReadonlySet<CheckId>) {
  return present.find(
    (check) =>
      check.file === null &&
      !taken.has(check.id) &&
      check.shop === wanted.shopId &&
      check.name === wanted.name &&
      check.target.kind === wanted.target.kind,
  );
}

function planOne(
  wanted: WantedCheck & { readonly shopId: ShopId },
  known: WatchCheck | undefined,
  names: NamesOf,
  secrets: string | null,
): Planned {
  const common = { shop: wanted.shopId, key: wanted.key, name: wanted.name, wanted };
  if (!known) return { ...common, action: 'add', check: null, differences: [], drift: [] };
  const before = presentState(known, names);
  const after = wantedState(wanted, secrets ?? before.secrets);
  const differences = differencesOf(before, after);
  const drift = driftOf(known, names);
  const moved = known.target.kind !== wanted.target.kind || known.shop !== wanted.shopId;
  const action = moved ? 'replace' : known.file === null ? 'adopt' : differences.length > 0 ? 'change' : 'same';
  return { ...common, action, check: known.id, differences, drift };
}

const usualState = { severity: 'high' } as const;

/** What somebody changed by hand since files told it last. */
export function driftOf(check: WatchCheck, names: NamesOf): Difference[] {
  if (check.file === null || check.file.state === null) return [];
  // What was kept before severities could be told.
  return differencesOf({ ...usualState, ...(check.file.state as FileState) }, presentState(check, names));
}

export function wantedState({ name, target, everyMs, failures, severity, dependsOn, place }: WantedCheck, secrets: string): FileState {
  return { name, target, everyMs, failures, severity, dependsOn: [...dependsOn].sort(), place, secrets };
}

function presentState(check: WatchCheck, names: NamesOf): FileState {
  const { name, target, everyMs, failures, severity, dependsOn, place, secretsHash } = check;
  return {
    ...{ name, target, everyMs, failures, severity, secrets: secretsHash },
    dependsOn: dependsOn.map((id) => names.keys.get(id) ?? id).sort(),
    place: place === null ? '' : (names.places.get(place) ?? place),
  };
}

function differencesOf(before: FileState, after: FileState): Difference[] {
  const [from, to] = [flat(before), flat(after)];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => !isDeepStrictEqual(from[field], to[field]))
    .map((field) =>
      field === 'secrets' ? { field, from: 'others', to: 'given anew' } : { field, from: shown(from[field]), to: shown(to[field]) },
    );
}

function flat({ target, ...rest }: FileState): Record<string, unknown> {
  return { ...rest, ...(target as Record<string, unknown>), name: rest.name };
}

function shown(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
