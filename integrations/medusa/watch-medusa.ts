import type { Shopbell, ShopEventName, ShopFields } from '../node/shopbell.ts';

/** Medusa's events that are listened to (its Events Reference, 2.x), for the subscriber's `config.event`. */
export const medusaEvents = [
  'order.placed',
  'payment.captured',
  'customer.created',
  'customer.deleted',
  'auth.password_reset',
  'user.created',
] as const;

interface MedusaEvent {
  readonly name: string;
  readonly data: unknown;
}

const TOLD: Readonly<Record<string, { readonly event: ShopEventName; readonly kind?: string; readonly actor?: true }>> = {
  'order.placed': { event: 'shop.order.placed', kind: 'order' },
  'payment.captured': { event: 'shop.payment.succeeded' },
  'customer.created': { event: 'shop.customer.registered', kind: 'customer' },
  'customer.deleted': { event: 'shop.customer.deleted', kind: 'customer' },
  'user.created': { event: 'shop.admin.created', kind: 'account' },
};

/** Tells Shopbell of one of Medusa's events; what a subscriber calls. The token of a password reset is never passed on. */
export function noteMedusaEvent(shopbell: Shopbell, { name, data }: MedusaEvent): void {
  if (name === 'auth.password_reset') {
    const { actor_type: actor, entity_id: typed } = (data ?? {}) as { readonly actor_type?: string; readonly entity_id?: string };
    if (actor === 'customer') shopbell.note('shop.customer.reset_asked', typed === undefined ? {} : { 'shop.sign_in.name': typed });
    return;
  }
  const told = TOLD[name];
  if (told === undefined) return;
  for (const id of idsOf(data)) {
    shopbell.note(told.event, told.kind === undefined ? {} : { 'shop.object.kind': told.kind, 'shop.object.id': id });
  }
}

/** The payload is `{id}`, `{ids}` or a list of these, depending on the workflow. */
function idsOf(data: unknown): string[] {
  if (Array.isArray(data)) return data.flatMap(idsOf);
  if (typeof data !== 'object' || data === null) return [];
  const { id, ids } = data as { readonly id?: unknown; readonly ids?: unknown };
  if (typeof id === 'string') return [id];
  return Array.isArray(ids) ? ids.filter((one) => typeof one === 'string') : [];
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket?: { readonly remoteAddress?: string | undefined };
  readonly auth_context?: { readonly actor_id?: string };
  readonly body?: unknown;
}
interface Response {
  readonly statusCode: number;
  once(event: 'finish', then: () => void): unknown;
}

/**
 * A middleware for `src/api/middlewares.ts`: sign-ins, for which Medusa has no event, and records of people that were shown.
 * `proxies`: how many of your own stand in front.
 */
export function watchMedusa(shopbell: Shopbell, proxies = 0): (request: Request, response: Response, next: () => void) => void {
  return (request, response, next) => {
    response.once('finish', () => {
      const told = toldBy(request, response.statusCode);
      if (told !== null) shopbell.note(told.event, { ...visitorOf(request, proxies), ...told.attributes });
    });
    next();
  };
}

/** Each proxy adds whom it was asked by at the end; what stands before that anybody can write. */
function visitorOf(request: Request, proxies: number): ShopFields {
  const told = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((one) => one.trim());
  const address = proxies > 0 ? told.at(-proxies) : request.socket?.remoteAddress;
  return { 'client.address': (address ?? '').replace(/^::ffff:/, ''), 'user_agent.original': String(request.headers['user-agent'] ?? '') };
}

function toldBy(request: Request, status: number): { readonly event: ShopEventName; readonly attributes: ShopFields } | null {
  const { method, path } = request;
  const actor = request.auth_context?.actor_id;
  const who: ShopFields = actor === undefined ? {} : { 'shop.actor.id': actor };
  const auth = /^\/auth\/(customer|user)\/[\w-]+\/?$/.exec(path);
  if (auth !== null && method === 'POST' && (status === 200 || status === 401)) {
    const kind = auth[1] === 'user' ? 'admin' : 'customer';
    const email = (request.body as { readonly email?: unknown } | undefined)?.email;
    const typed: ShopFields = kind === 'customer' && typeof email === 'string' ? { 'shop.sign_in.name': email } : {};
    return { event: status === 200 ? `shop.${kind}.signed_in` : `shop.${kind}.sign_in_failed`, attributes: { ...who, ...typed } };
  }
  const read = /^\/(?:admin|store)\/(order|customer)s\/([\w-]+)\/?$/.exec(path);
  if (read === null || read[2] === 'me' || method !== 'GET' || status !== 200) return null;
  return { event: 'shop.record.read', attributes: { ...who, 'shop.object.kind': String(read[1]), 'shop.object.id': String(read[2]) } };
}
