import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { listOrganisations, listShops } from '#registry/index.ts';
import {
  type AffectedChoice,
  type AffectedDocument,
  affectedShape,
  listEntered,
  listPeople,
  listRecordsOpened,
  tellAffected,
} from '#steps/detect/index.ts';

/** What `shopbell affected` asks: whose data, by a signal or a free choice; `list` asks for the opened list in place of the document. */
export const affectedRequestShape = z.strictObject({
  want: z.enum(['document', 'list']),
  signal: z.string().nullable(),
  shop: z.string().optional(),
  actor: z.array(z.string()).optional(),
  account: z.array(z.string()).optional(),
  route: z.array(z.string()).optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  ask: z.boolean().optional(),
  by: z.enum(['record', 'person', 'account']),
  purpose: z.string().optional(),
});
export type AffectedRequest = z.infer<typeof affectedRequestShape>;

/** One of the two is there: the one that was wanted. */
export const affectedAnswerShape = z.union([z.object({ document: affectedShape }), z.object({ csv: z.string() })]);
export type AffectedAnswer = { readonly document: AffectedDocument } | { readonly csv: string };

interface Found {
  readonly scope: Scope;
  readonly choice: AffectedChoice;
}

/** Answers for whoever may use the data folder, in whichever organisation it is. Throws NOT_FOUND, INPUT_INVALID. */
export async function answerAffected(house: House, request: AffectedRequest): Promise<AffectedAnswer> {
  const { scope, choice } = await choose(house, request);
  const { purpose = '' } = request;
  if (request.want === 'document') return { document: await tellAffected(scope, request.ask ? { choice, purpose } : { choice }) };
  return { csv: (await openList(scope, choice, { by: request.by, purpose })).csv };
}

/** Finds the organisation whose signal or shop it is. Throws NOT_FOUND, INPUT_INVALID when several shops would fit. */
async function choose(house: House, { signal, shop: asked, actor, account, route, since, until }: AffectedRequest): Promise<Found> {
  const scopeOf = (org: OrgId): Scope => ({ house, org, actor: { kind: 'system', id: 'command-line', role: 'system' } });
  const organisations = await listOrganisations(house.state);
  if (signal !== null) {
    if (!isId('sig', signal)) throw new ShopbellError('NOT_FOUND', { what: 'signal' });
    for (const { id } of organisations) {
      const known = await tellAffected(scopeOf(id), { choice: { signal } }).catch(unlessNotFound);
      if (known !== null) return { scope: scopeOf(id), choice: { signal } };
    }
    throw new ShopbellError('NOT_FOUND', { what: 'signal' });
  }
  const all = (await Promise.all(organisations.map(({ id }) => house.state.inOrg(id, (db) => listShops(db))))).flat();
  const fitting = asked === undefined ? all : all.filter((one) => one.id === asked || one.name === asked);
  const [shop, ...others] = fitting;
  if (shop === undefined) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  if (others.length > 0)
    throw new ShopbellError('INPUT_INVALID', { reason: `--shop: say which, ${fitting.map((one) => one.id).join(' or ')}` });
  const to = until === undefined ? house.clock.now() : new Date(until);
  const from = since === undefined ? new Date(to.getTime() - DAY) : new Date(since);
  if (from > to) throw new ShopbellError('INPUT_INVALID', { reason: '--since is after --until' });
  const words = { addresses: [...(actor ?? [])], accounts: [...(account ?? [])], routes: [...(route ?? [])] };
  return { scope: scopeOf(shop.org), choice: { shop: shop.id, from: from.toISOString(), to: to.toISOString(), ...words } };
}

function unlessNotFound(error: unknown): null {
  if (error instanceof ShopbellError && error.code === 'NOT_FOUND') return null;
  throw error;
}

interface HowToOpen {
  readonly by: AffectedRequest['by'];
  readonly purpose: string;
}

function openList(scope: Scope, choice: AffectedChoice, { by, purpose }: HowToOpen): Promise<{ readonly csv: string }> {
  if (by === 'person') return listPeople(scope, { choice, purpose });
  if (by === 'account' && 'signal' in choice) return listEntered(scope, { signal: choice.signal, purpose });
  return listRecordsOpened(scope, { choice, purpose });
}
