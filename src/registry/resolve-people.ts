import type { House, Ports } from '#engines/house.ts';
import type { HttpAnswer } from '#engines/http/types.ts';
import { dayIn } from '#kernel/belongs-to.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type PersonCard, type TouchedRecord, UNNAMED_ACCOUNT } from '#kernel/people.ts';
import type { Sealed, SealedRef } from '#kernel/sealed.ts';
import { personCardShape, readDirectoryAnswer } from './checks/directory-answer.ts';
import { readGroupRules } from './read-group-rules.ts';
import { shopOf } from './store.ts';
import { registryTables } from './tables.ts';
import type { Shop } from './types.ts';

/** How many ids one question to a directory holds at most. */
const DIRECTORY_BATCH = 500;
const TRIES = 3;

type Parts = Pick<House, 'state' | 'secrets' | 'http' | 'clock'>;
type Resolved = Awaited<ReturnType<Ports['resolvePeople']>>;

/**
 * Who is behind these records, by record reference: asks the shop's directory, else the imported list. An account is asked for as the
 * customer of that id. What neither knows is in `unknown`. A directory that does not answer throws DIRECTORY_DOWN, one that answers nonsense
 * DIRECTORY_ANSWER_INVALID: never a shorter list.
 */
export async function resolvePeople(house: Parts, org: OrgId, shopId: string, records: readonly TouchedRecord[]): Promise<Resolved> {
  const { shop, key } = await readDirectory(house, org, shopId);
  const byKind = Map.groupBy(new Map(records.map((record) => [`${record.kind} ${record.ref}`, record])).values(), (record) => record.kind);
  const people = new Map<string, PersonCard>();
  const unknown: string[] = [];
  for (const [kind, ofKind] of byKind) {
    if (kind === UNNAMED_ACCOUNT) {
      unknown.push(...ofKind.map((record) => record.ref));
      continue;
    }
    for (let at = 0; at < ofKind.length; at += DIRECTORY_BATCH) {
      const refs = ofKind.slice(at, at + DIRECTORY_BATCH).map((record) => record.ref);
      const found =
        shop.directoryUrl === null ? await askImported(house, shop, kind, refs) : await askDirectory(house, shop, key, kind, refs);
      for (const [ref, card] of found) people.set(ref, card);
      for (const ref of refs) if (!found.has(ref)) unknown.push(ref);
    }
  }
  return { people, unknown };
}

async function readDirectory(house: Parts, org: OrgId, shopId: string): Promise<{ shop: Shop; key: string | null }> {
  const row = await house.state.inOrg(org, (db) =>
    registryTables(db).selectFrom('shops').selectAll().where('shop_id', '=', shopId).executeTakeFirst(),
  );
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return {
    shop: shopOf(row),
    key: row.directory_key === null ? null : house.secrets.open(org, row.directory_key as Sealed, 'use-own-secret'),
  };
}

/** As what a directory knows it. */
function askedKind(kind: string): string {
  return kind === 'account' ? 'customer' : kind;
}

async function askImported(house: Parts, shop: Shop, kind: string, given: readonly SealedRef[]): Promise<Map<string, PersonCard>> {
  const asked = askedKind(kind);
  const refOf = new Map(
    given.map((ref) => [
      asked === kind ? ref : house.secrets.sealRef(shop.org, asked, house.secrets.openRef(shop.org, kind, ref, 'find-affected')),
      ref,
    ]),
  );
  const refs = [...refOf.keys()];
  const rows = await house.state.inOrg(shop.org, (db) =>
    registryTables(db)
      .selectFrom('imported_people')
      .select(['ref', 'card'])
      .where('shop_id', '=', shop.id)
      .where('kind', '=', asked)
      .where('ref', 'in', refs)
      .execute(),
  );
  return new Map(
    rows.map((row) => [
      refOf.get(row.ref as SealedRef) ?? '',
      personCardShape.parse(JSON.parse(house.secrets.open(shop.org, row.card as Sealed, 'find-affected'))),
    ]),
  );
}

async function askDirectory(
  house: Parts,
  shop: Shop,
  key: string | null,
  kind: string,
  refs: readonly SealedRef[],
): Promise<Map<string, PersonCard>> {
  const refOf = new Map(refs.map((ref) => [house.secrets.openRef(shop.org, kind, ref, 'find-affected'), ref]));
  const ids = [...refOf.keys()];
  const keeping = { rules: await readGroupRules(shop.platform), today: dayIn(house.clock.now(), shop.timeZone) };
  const answer = await post(house, shop, key, JSON.stringify({ kind: askedKind(kind), ids }), ids.length);
  const read = answer.truncated
    ? { wrong: 'it is larger than 8 MiB' }
    : readDirectoryAnswer(new TextDecoder().decode(answer.body), ids, keeping);
  if ('wrong' in read) throw new ShopbellError('DIRECTORY_ANSWER_INVALID', { shop: shop.name, reason: read.wrong });
  return new Map([...read.people].map(([id, card]) => [refOf.get(id) ?? '', card]));
}

/** Asks up to three times: what does not answer, and what answers 429 or 5xx, may do so a little later. */
async function post(house: Parts, shop: Shop, key: string | null, body: string, records: number): Promise<HttpAnswer> {
  let reason = '';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await house.clock.sleep(300 * 4 ** (attempt - 1));
    try {
      const answer = await house.http.request({
        url: shop.directoryUrl ?? '',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        },
        body,
        timeoutMs: 15_000,
        maxBytes: 8 * 1024 * 1024,
        maxRedirects: 0,
        allowPrivate: shop.allowPrivate,
      });
      if (answer.status === 200) return answer;
      reason = `it answered with status ${answer.status}`;
      if (answer.status < 500 && answer.status !== 429) break;
    } catch (error) {
      if (!(error instanceof ShopbellError) || error.code !== 'TARGET_UNREACHABLE') throw error;
      reason = error.message;
    }
  }
  throw new ShopbellError('DIRECTORY_DOWN', { shop: shop.name, reason, records });
}
