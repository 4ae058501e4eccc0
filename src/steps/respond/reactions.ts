import type { z } from 'zod';
import { defineReaction, type Reaction } from '#engines/ledger/reaction.ts';
import type { Ctx } from '#engines/verb.ts';
import { compareSeverity } from '#kernel/outcome.ts';
import { clockReminded } from '#steps/decide/events.ts';
import { signalGrew, signalRaised, type signalShape } from '#steps/detect/events.ts';
import { findingOpened } from '#steps/inspect/events.ts';
import { impostorFound } from '#steps/unmask/events.ts';
import {
  flappingBegan,
  flappingEnded,
  ordersSettled,
  ordersTroubled,
  sloBurning,
  sloRecovered,
  stateChanged,
} from '#steps/watch/events.ts';
import { firstContacts } from './checks/next-contacts.ts';
import { noteRecovery } from './note-recovery.ts';
import { activeContacts, queueDeadlinePages } from './queue-pages.ts';
import { sight } from './sight.ts';

async function onSignal(ctx: Ctx, signal: z.output<typeof signalShape>): Promise<void> {
  if (compareSeverity(signal.level, 'medium') < 0) return;
  const distinct = signal.touched.reduce((sum, kind) => sum + kind.distinct, 0);
  await sight(ctx, {
    kind: 'signal',
    id: signal.signal,
    shop: signal.shop,
    title: signal.title,
    severity: signal.level,
    touchesPeople: signal.succeeded !== 'no' && (distinct > 0 || signal.categories.length > 0),
    categories: signal.categories,
    firstSeen: new Date(signal.firstSeen),
    lastSeen: new Date(signal.lastSeen),
    groupedBy: signal.rule,
    address: signal.actor.address ?? null,
    session: signal.actor.session ?? null,
    distinct,
  });
}

const onSignalRaised = defineReaction({
  name: 'respond.open-for-signal',
  on: signalRaised,
  run: (ctx, entry) => onSignal(ctx, entry.payload),
});

const onSignalGrew = defineReaction({
  name: 'respond.grow-with-signal',
  on: signalGrew,
  run: (ctx, entry) => onSignal(ctx, entry.payload),
});

const onFinding = defineReaction({
  name: 'respond.open-for-finding',
  on: findingOpened,
  run: async (ctx, { payload, at }) => {
    if (compareSeverity(payload.severity, 'high') < 0) return;
    await sight(ctx, {
      ...plain('finding', at),
      id: payload.finding,
      shop: payload.shop,
      title: payload.title,
      severity: payload.severity,
    });
  },
});

const onState = defineReaction({
  name: 'respond.open-for-outage',
  on: stateChanged,
  run: async (ctx, { payload, at }) => {
    const title = `${payload.name}: ${payload.reason}`;
    if (payload.planned || payload.behind || payload.hint || payload.flapping) return;
    if (payload.to === 'down') {
      const { severity = 'high' } = payload;
      if (severity === 'low') return;
      await sight(ctx, { ...plain('watch', at), id: payload.check, shop: payload.shop, title, severity });
    } else if (payload.to === 'up') {
      await noteRecovery(ctx, { kind: 'watch', id: payload.check }, `${payload.name}: ${payload.from} → up. ${payload.reason}`);
    }
  },
});

/** What comes and goes is one matter, whatever it is at the moment: told once, and over when it stays up. */
const onFlapping = defineReaction({
  name: 'respond.open-for-flapping',
  on: flappingBegan,
  run: async (ctx, { payload, at }) => {
    const { check: id, shop, name, changes, minutes, reason, severity = 'high' } = payload;
    if (payload.planned || payload.behind || severity === 'low') return;
    const title = `${name}: comes and goes, ${changes} changes in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. ${reason}`;
    const began = new Date(payload.since);
    // An outage that joined it would bear its name, and wake nobody anew.
    await sight(ctx, { ...plain('watch', at), groupedBy: 'flapping', began, id, shop, title, severity, renames: true });
  },
});

const onFlappingEnded = defineReaction({
  name: 'respond.note-quiet',
  on: flappingEnded,
  run: async (ctx, { payload, at }) => {
    const { check: id, shop, name, state, reason, severity = 'high' } = payload;
    if (state === 'up') await noteRecovery(ctx, { kind: 'watch', id }, `${name}: does not come and go any more → up. ${reason}`);
    if (state !== 'down' || payload.planned || payload.behind || severity === 'low') return;
    const title = `${name}: ${reason}`;
    await sight(ctx, { ...plain('watch', at), id, shop, title, severity, renames: true });
  },
});

const onOrders = defineReaction({
  name: 'respond.open-for-orders',
  on: ordersTroubled,
  run: async (ctx, { payload, at }) => {
    if (compareSeverity(payload.severity, 'medium') < 0) return;
    const { shop, title, severity, trouble } = payload;
    // A silence is noticed when enough is missing; what it costs counts from its begin.
    const began = trouble === 'silent' || trouble === 'low' ? { began: new Date(payload.since) } : {};
    await sight(ctx, { ...plain('orders', at), ...began, id: ordersId(payload), shop, title, severity });
  },
});

const onOrdersSettled = defineReaction({
  name: 'respond.note-settled-orders',
  on: ordersSettled,
  run: async (ctx, { payload }) => {
    const about = [payload.trouble, payload.subject].filter((word) => word !== '').join(', ');
    await noteRecovery(ctx, { kind: 'orders', id: ordersId(payload) }, `Orders: ${about} → nothing left.`);
  },
});

/** What is wrong with a shop's orders is one source a trouble, however long it lasts. */
function ordersId({ shop, trouble, subject }: { readonly shop: string; readonly trouble: string; readonly subject: string }): string {
  return `orders ${shop} ${trouble} ${subject}`.trim();
}

const onSloBurning = defineReaction({
  name: 'respond.open-for-slo',
  on: sloBurning,
  run: async (ctx, { payload, at }) => {
    if (compareSeverity(payload.severity, 'medium') < 0) return;
    const { slo, shop, title, severity } = payload;
    await sight(ctx, { ...plain('slo', at), began: new Date(payload.since), id: slo, shop, title, severity });
  },
});

const onSloRecovered = defineReaction({
  name: 'respond.note-recovered-slo',
  on: sloRecovered,
  run: (ctx, { payload }) => noteRecovery(ctx, { kind: 'slo', id: payload.slo }, `${payload.title} → holds again.`),
});

const onImpostor = defineReaction({
  name: 'respond.open-for-impostor',
  on: impostorFound,
  run: async (ctx, { payload, at }) => {
    if (compareSeverity(payload.severity, 'high') < 0) return;
    await sight(ctx, {
      ...plain('impostor', at),
      id: payload.impostor,
      shop: payload.shop,
      title: payload.name,
      severity: payload.severity,
    });
  },
});

/** A term runs out: whoever is on call is paged, as for an incident. What was overtaken by a later reminder wakes nobody. */
const onClockReminded = defineReaction({
  name: 'respond.page-for-deadline',
  on: clockReminded,
  run: async (ctx, { payload, id }) => {
    if (payload.overtaken) return;
    const contacts = await activeContacts(ctx);
    if (contacts.length === 0) return;
    await queueDeadlinePages(ctx, payload, firstContacts(contacts), { reminder: id, reason: 'deadline', round: 1 });
  },
});

/** What findings, outages and impostors have in common: no actor, no records, grouped by their kind. */
function plain<K extends 'finding' | 'watch' | 'orders' | 'slo' | 'impostor'>(kind: K, at: Date) {
  const nobody = { touchesPeople: false, categories: [], address: null, session: null, distinct: 0 } as const;
  return { ...nobody, kind, groupedBy: kind, firstSeen: at, lastSeen: at };
}

export const reactions: readonly Reaction[] = [
  ...[onSignalRaised, onSignalGrew, onFinding, onState, onFlapping, onFlappingEnded],
  ...[onOrders, onOrdersSettled],
  ...[onSloBurning, onSloRecovered, onImpostor, onClockReminded],
];
