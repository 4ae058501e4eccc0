import type { Shopbell, ShopFields } from '../node/shopbell.ts';

// The parts of Vendure that are used (checked against 2.x and 3.x, packages/core/src/event-bus): no dependency on it here.
interface Context {
  readonly apiType?: string;
  readonly activeUserId?: string | number | undefined;
  readonly req?: { readonly ip?: string; readonly headers?: Readonly<Record<string, string | string[] | undefined>> } | undefined;
}
interface User {
  readonly id: string | number;
  readonly identifier: string;
}
interface Entity {
  readonly id: string | number;
}
type EventClass<T> = abstract new (...args: never[]) => T;
interface EventBus {
  ofType<T>(type: EventClass<T>): { subscribe(next: (event: T) => void): unknown };
}
interface EntityEvent {
  readonly ctx: Context;
  readonly type: 'created' | 'updated' | 'deleted';
  readonly entity: Entity;
}
interface PaymentEvent {
  readonly ctx: Context;
  readonly toState: string;
  readonly order: Entity;
}

/** The classes of `@vendure/core` that are listened to. */
export interface VendureEvents {
  readonly AttemptedLoginEvent: EventClass<{ readonly ctx: Context; readonly identifier: string }>;
  readonly LoginEvent: EventClass<{ readonly ctx: Context; readonly user: User }>;
  readonly AccountRegistrationEvent: EventClass<{ readonly ctx: Context; readonly user: User }>;
  readonly PasswordResetEvent: EventClass<{ readonly ctx: Context; readonly user: User }>;
  readonly OrderPlacedEvent: EventClass<{ readonly ctx: Context; readonly order: Entity }>;
  readonly PaymentStateTransitionEvent: EventClass<PaymentEvent>;
  readonly CustomerEvent: EventClass<EntityEvent>;
  readonly AdministratorEvent: EventClass<EntityEvent & { readonly entity: { readonly user?: Entity } }>;
  readonly RoleChangeEvent: EventClass<{ readonly ctx: Context; readonly admin: Entity & { readonly user?: Entity } }>;
}

/** Vendure tells of a try and of a success; a try without a success within this time failed. */
const ANSWER_MS = 3_000;

/** Tells Shopbell what happens on Vendure's event bus. */
export function watchVendure(bus: EventBus, events: VendureEvents, shopbell: Shopbell): void {
  watchSignIns(bus, events, shopbell);
  bus.ofType(events.AccountRegistrationEvent).subscribe(({ ctx, user }) => {
    shopbell.note('shop.customer.registered', { ...about(ctx), 'shop.actor.id': String(user.id) });
  });
  bus.ofType(events.PasswordResetEvent).subscribe(({ ctx, user }) => {
    if (ctx.apiType !== 'admin') shopbell.note('shop.customer.reset_asked', { ...about(ctx), 'shop.actor.id': String(user.id) });
  });
  bus.ofType(events.OrderPlacedEvent).subscribe(({ ctx, order }) => {
    shopbell.note('shop.order.placed', { ...acting(ctx), ...object('order', order) });
  });
  bus.ofType(events.PaymentStateTransitionEvent).subscribe(({ ctx, toState, order }) => {
    if (toState === 'Declined' || toState === 'Error') shopbell.note('shop.payment.failed', { ...acting(ctx), ...object('order', order) });
    if (toState === 'Authorized' || toState === 'Settled') {
      shopbell.note('shop.payment.succeeded', { ...acting(ctx), ...object('order', order) });
    }
  });
  bus.ofType(events.CustomerEvent).subscribe(({ ctx, type, entity }) => {
    if (type === 'deleted') shopbell.note('shop.customer.deleted', { ...acting(ctx), ...object('customer', entity) });
  });
  bus.ofType(events.AdministratorEvent).subscribe(({ ctx, type, entity }) => {
    if (type === 'created') shopbell.note('shop.admin.created', { ...acting(ctx), ...object('account', entity.user ?? entity) });
  });
  bus.ofType(events.RoleChangeEvent).subscribe(({ ctx, admin }) => {
    shopbell.note('shop.admin.role_changed', { ...acting(ctx), ...object('account', admin.user ?? admin) });
  });
}

function watchSignIns(bus: EventBus, events: VendureEvents, shopbell: Shopbell): void {
  const tries = new Map<string, NodeJS.Timeout[]>();
  bus.ofType(events.AttemptedLoginEvent).subscribe(({ ctx, identifier }) => {
    const kind = ctx.apiType === 'admin' ? 'admin' : 'customer';
    const place = `${kind} ${identifier}`;
    const failed = setTimeout(() => {
      forget(tries, place, failed);
      const name = kind === 'admin' ? {} : { 'shop.sign_in.name': identifier };
      shopbell.note(`shop.${kind}.sign_in_failed`, { ...about(ctx), ...name });
    }, ANSWER_MS);
    failed.unref();
    tries.set(place, [...(tries.get(place) ?? []), failed]);
  });
  bus.ofType(events.LoginEvent).subscribe(({ ctx, user }) => {
    const kind = ctx.apiType === 'admin' ? 'admin' : 'customer';
    const place = `${kind} ${user.identifier}`;
    // The newest try is the one that was just answered.
    const answered = tries.get(place)?.at(-1);
    if (answered !== undefined) forget(tries, place, answered);
    clearTimeout(answered);
    shopbell.note(`shop.${kind}.signed_in`, { ...about(ctx), 'shop.actor.id': String(user.id) });
  });
}

function forget(tries: Map<string, NodeJS.Timeout[]>, place: string, one: NodeJS.Timeout): void {
  const left = (tries.get(place) ?? []).filter((other) => other !== one);
  if (left.length === 0) tries.delete(place);
  else tries.set(place, left);
}

function about({ req }: Context): ShopFields {
  return { 'client.address': (req?.ip ?? '').replace(/^::ffff:/, ''), 'user_agent.original': String(req?.headers?.['user-agent'] ?? '') };
}

function acting(ctx: Context): ShopFields {
  return { ...about(ctx), ...(ctx.activeUserId === undefined ? {} : { 'shop.actor.id': String(ctx.activeUserId) }) };
}

function object(kind: string, { id }: Entity): ShopFields {
  return { 'shop.object.kind': kind, 'shop.object.id': String(id) };
}
