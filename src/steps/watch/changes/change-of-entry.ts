import type { Actor } from '#kernel/event.ts';
import type { CheckId, ShopId } from '#kernel/ids.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import { shopChanged, sourceAdded, sourceRemoved } from '#registry/events.ts';
import { incidentOpened } from '#steps/respond/events.ts';
import {
  certificateChanged,
  checkAdded,
  checkChanged,
  checkPaused,
  checkRemoved,
  orderFeedAdded,
  orderFeedRemoved,
  orderHookAdded,
  orderHookRemoved,
  promisesSet,
  stateChanged,
} from '../events.ts';

/** What is read of a ledger entry. */
export interface ChangeEntry {
  readonly at: Date;
  readonly kind: string;
  readonly actor: Actor;
  readonly payload: unknown;
}

/** A check that an entry names by its id alone. */
export type NamedCheck = { readonly shop: ShopId; readonly name: string } | undefined;

type Told = Omit<ShopChange, 'at' | 'by'> & { readonly shop: ShopId | undefined };
type Teller = (payload: unknown, checkOf: (id: CheckId) => NamedCheck) => Told | null;

const hrefOfCheck = (check: string) => `/watch/checks/${check}`;
const ORDERS = '/watch/orders';

const tellers: Readonly<Record<string, Teller>> = {
  [incidentOpened.name]: (payload) => {
    const { incident, title, shop } = incidentOpened.payload.parse(payload);
    return { shop, what: 'incident', name: title, href: `/respond/incidents/${incident}` };
  },
  [stateChanged.name]: (payload) => {
    const { check, name, from, to, shop, flapping } = stateChanged.payload.parse(payload);
    // What comes and goes is told by its incident once; line after line of it would hide what did change.
    if (flapping) return null;
    // That a check is looked at for the first time, or again, changed nothing.
    return to !== 'unknown' && (to === 'down' || from === 'down') ? { shop, what: to, name, href: hrefOfCheck(check) } : null;
  },
  [certificateChanged.name]: (payload) => {
    const { check, shop, name, from, to } = certificateChanged.payload.parse(payload);
    const facts = ({ until, ...more }: typeof to) => ({ ...more, until: new Date(until) });
    // The first that a check meets was there before.
    return from && { shop, what: 'certificate', name, href: hrefOfCheck(check), certificate: { from: facts(from), to: facts(to) } };
  },
  [checkAdded.name]: (payload) => {
    const { check, shop, name } = checkAdded.payload.parse(payload);
    return { shop, what: 'check-added', name, href: hrefOfCheck(check) };
  },
  [checkChanged.name]: (payload) => {
    const { check, shop, name } = checkChanged.payload.parse(payload);
    return { shop, what: 'check-changed', name, href: hrefOfCheck(check) };
  },
  [checkRemoved.name]: (payload, checkOf) => {
    const { check } = checkRemoved.payload.parse(payload);
    return { shop: checkOf(check)?.shop, what: 'check-removed', name: checkOf(check)?.name ?? check, href: null };
  },
  [checkPaused.name]: (payload, checkOf) => {
    const { check, paused } = checkPaused.payload.parse(payload);
    const what = paused ? 'check-paused' : 'check-resumed';
    return { shop: checkOf(check)?.shop, what, name: checkOf(check)?.name ?? check, href: hrefOfCheck(check) };
  },
  [orderFeedAdded.name]: (payload) => {
    const { shop, name } = orderFeedAdded.payload.parse(payload);
    return { shop, what: 'connector-added', name, href: `${ORDERS}?shop=${shop}` };
  },
  [orderFeedRemoved.name]: (payload) => {
    const { shop, name = '' } = orderFeedRemoved.payload.parse(payload);
    return { shop, what: 'connector-removed', name, href: null };
  },
  [orderHookAdded.name]: (payload) => {
    const { shop, provider } = orderHookAdded.payload.parse(payload);
    return { shop, what: 'connector-added', name: provider, href: `${ORDERS}?shop=${shop}` };
  },
  [orderHookRemoved.name]: (payload) => {
    const { shop, provider = '' } = orderHookRemoved.payload.parse(payload);
    return { shop, what: 'connector-removed', name: provider, href: null };
  },
  [sourceAdded.name]: (payload) => {
    const { shop, name } = sourceAdded.payload.parse(payload);
    return { shop, what: 'connector-added', name, href: '/settings/sources' };
  },
  [sourceRemoved.name]: (payload) => {
    const { shop, source } = sourceRemoved.payload.parse(payload);
    return { shop, what: 'connector-removed', name: source, href: null };
  },
  [promisesSet.name]: (payload) => {
    const { shop } = promisesSet.payload.parse(payload);
    return { shop, what: 'promises', name: '', href: `${ORDERS}?shop=${shop}` };
  },
  [shopChanged.name]: (payload) => {
    const { shop, changed } = shopChanged.payload.parse(payload);
    return { shop, what: 'shop', name: changed.join(', '), href: '/settings' };
  },
};

/** Kinds of entries that may tell of a change. */
export const changeKinds: readonly string[] = Object.keys(tellers);

/** Kinds that name a check and not its shop. */
export const kindsOfChecks: readonly string[] = [checkRemoved.name, checkPaused.name];

/** What an entry says that changed at this shop; `null`: nothing, or at another one. Pure. */
export function changeOfEntry(
  { at, kind, actor, payload }: ChangeEntry,
  shop: ShopId,
  checkOf: (id: CheckId) => NamedCheck,
): ShopChange | null {
  const told = tellers[kind]?.(payload, checkOf) ?? null;
  if (told === null || told.shop !== shop) return null;
  const { shop: _, ...change } = told;
  return { ...change, at, by: actor.kind === 'person' || actor.kind === 'key' ? actor : null };
}
