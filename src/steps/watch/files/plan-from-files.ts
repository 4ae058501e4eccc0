import type { Ctx } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { listShops } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { hashOfSecrets } from '../check-secrets.ts';
import { listPlaces } from '../places/store.ts';
import { listChecks, type PlaceId, type WatchCheck } from '../store.ts';
import type { AppliedDocument, CheckFiles } from './apply-document.ts';
import { type Planned, planChecks } from './plan-checks.ts';
import { readCheckFiles, type WantedCheck } from './read-check-files.ts';

export interface FilesPlan {
  readonly planned: readonly Planned[];
  readonly document: AppliedDocument;
  /** Values of a check's secrets by name; `null`: not given, what is there stays. */
  readonly secretsOf: (wanted: WantedCheck) => Readonly<Record<string, string>> | null;
  readonly placeOf: (wanted: WantedCheck) => PlaceId | null;
}

/** Reads the files, finds the shops that they name, and plans. `only`: a key that speaks for one shop may touch no other. Throws NOT_ALLOWED. */
export async function planFromFiles(ctx: Ctx, input: CheckFiles, only: ShopId | null): Promise<FilesPlan> {
  const read = readCheckFiles(input.files);
  const shops = await listShops(ctx.db);
  const present = await listChecks(ctx.db, ctx.org);
  const faults = [...read.faults];
  const places = new Map((await listPlaces(ctx.db, ctx.org)).map((place) => [place.id, place.name]));
  const placeIds = new Map([...places].map(([id, name]) => [name, id]));
  for (const { place, where } of read.wanted)
    if (place !== '' && !placeIds.has(place)) faults.push(`${where}: place: there is no place “${place}”`);
  const named = new Map(read.shops.map((name) => [name, shopOf(shops, name)]));
  for (const [name, shop] of named) {
    if (typeof shop === 'string') faults.push(`shop “${name}”: ${shop}`);
    else if (only !== null && shop.id !== only) throw new ShopbellError('NOT_ALLOWED', { permission: `set-checks of ${shop.name}` });
  }
  const wanted = read.wanted.flatMap((one) => {
    const shop = named.get(one.shop);
    return typeof shop === 'object' ? [{ ...one, shopId: shop.id }] : [];
  });
  const chosen = new Set([...named.values()].flatMap((shop) => (typeof shop === 'object' ? [shop.id] : [])));
  const secretsOf = (one: WantedCheck) => valuesOf(one, input.secrets ?? {});
  const planned = planChecks({
    ...{ set: input.set, wanted, shops: chosen, present, places },
    secretsOf: (one) => {
      const values = secretsOf(one);
      return values === null ? null : hashOfSecrets(ctx.house, ctx.org, values);
    },
  });
  faults.push(...missingSecrets(planned, present, secretsOf));
  return {
    planned,
    secretsOf,
    placeOf: (one) => placeIds.get(one.place) ?? null,
    document: documentOf(input.set, faults, planned, present, shops, chosen),
  };
}

function shopOf(shops: readonly Shop[], name: string): Shop | string {
  const fitting = shops.filter((shop) => shop.id === name || shop.name === name);
  const [first] = fitting;
  if (first === undefined) return `there is none; there are ${shops.map((shop) => shop.name).join(', ') || 'no shops yet'}`;
  return fitting.length > 1 ? `there are several; write the id, ${fitting.map((shop) => shop.id).join(' or ')}` : first;
}

function valuesOf({ secrets }: WantedCheck, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  const pairs = Object.entries(secrets).map(([name, variable]) => [name, given[variable]] as const);
  return pairs.every((pair): pair is readonly [string, string] => pair[1] !== undefined) ? Object.fromEntries(pairs) : null;
}

/** A secret that is not given stays as it was; where there was none it is missing. */
function missingSecrets(planned: readonly Planned[], present: readonly WatchCheck[], secretsOf: FilesPlan['secretsOf']): string[] {
  return planned.flatMap(({ wanted, check, action }) => {
    if (wanted === null || secretsOf(wanted) !== null) return [];
    const known = present.find((one) => one.id === check);
    if (known?.secrets && action !== 'replace') return [];
    return [`${wanted.where}: secrets: set ${Object.values(wanted.secrets).join(', ')} in the environment`];
  });
}

function documentOf(
  set: string,
  faults: readonly string[],
  planned: readonly Planned[],
  present: readonly WatchCheck[],
  shops: readonly Shop[],
  chosen: ReadonlySet<ShopId>,
): AppliedDocument {
  const adopted = new Set(planned.map((one) => one.check));
  return {
    set,
    applied: false,
    faults: [...faults],
    changes: planned.map(({ action, shop, key, name, check, differences, drift }) => ({
      ...{ action, shop, key, name, check, differences: [...differences], drift: [...drift] },
      shopName: shops.find((one) => one.id === shop)?.name ?? shop,
    })),
    unmanaged: present.filter((check) => check.file === null && chosen.has(check.shop) && !adopted.has(check.id)).length,
    elsewhere: present.filter((check) => check.file?.set === set && !chosen.has(check.shop)).length,
    beats: [],
  };
}
