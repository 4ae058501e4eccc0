import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import type { Ask, Hit, Who } from '../types.ts';
import { openWalk } from '../walk.ts';
import { type Incident, type Plan, scattered, sequence, stranger, strangers } from './incident.ts';

type Read = (order: number) => Ask;

/** One reader takes one order after the other, with pauses between `least` and `most` seconds. */
function readThrough(plan: Plan, who: Who, orders: readonly number[], read: Read, least: number, most: number): Hit[] {
  const walk = openWalk(plan.random, who, plan.at, plan.number);
  for (const order of orders) {
    walk.ask(read(order));
    walk.pause(least, most);
  }
  return walk.hits;
}

/** Many readers, one to five orders each, one after the other, all within `span`. */
function shareOut(plan: Plan, orders: readonly number[], read: Read, span: number): Hit[] {
  const hits: Hit[] = [];
  let next = 0;
  while (next < orders.length) {
    const [who] = strangers(plan.random, 1);
    if (who === undefined) break;
    const count = plan.random.between(1, 5);
    const walk = openWalk(plan.random, who, plan.at + Math.floor((span * next) / orders.length), plan.number);
    for (const order of orders.slice(next, next + count)) {
      walk.ask(read(order));
      walk.pause(1, 20);
    }
    hits.push(...walk.hits);
    next += count;
  }
  return hits;
}

const pageOf = (plan: Plan): Read => plan.world.platform.orderPage;
const kind = 'enumeration';

export const enumerations: readonly Incident[] = [
  {
    ...{ kind, manner: 'fast, one address', takes: HOUR },
    happen(plan) {
      const orders = sequence(plan, plan.random.between(120, 400));
      return { orders, hits: readThrough(plan, stranger(plan.random), orders, pageOf(plan), 0.8, 1.2) };
    },
  },
  {
    ...{ kind, manner: 'fast, scattered ids', takes: HOUR },
    happen(plan) {
      const orders = scattered(plan, plan.random.between(120, 300));
      return { orders, hits: readThrough(plan, stranger(plan.random), orders, pageOf(plan), 0.8, 3) };
    },
  },
  {
    ...{ kind, manner: 'slow, over days', takes: 3.2 * DAY },
    happen(plan) {
      const orders = sequence(plan, plan.random.between(300, 500));
      return { orders, hits: readThrough(plan, stranger(plan.random), orders, pageOf(plan), 240, 600) };
    },
  },
  {
    ...{ kind, manner: 'very slow, over days', takes: 3.6 * DAY },
    happen(plan) {
      const orders = sequence(plan, plan.random.between(90, 120));
      return { orders, hits: readThrough(plan, stranger(plan.random), orders, pageOf(plan), 1500, 3000) };
    },
  },
  {
    ...{ kind, manner: 'distributed, one sequence', takes: 8 * HOUR },
    happen(plan) {
      const orders = sequence(plan, plan.random.between(250, 500));
      return { orders, hits: shareOut(plan, orders, pageOf(plan), plan.random.between(1, 6) * HOUR) };
    },
  },
  {
    ...{ kind, manner: 'distributed, scattered ids', takes: 8 * HOUR },
    happen(plan) {
      const orders = scattered(plan, plan.random.between(250, 500));
      return { orders, hits: shareOut(plan, orders, pageOf(plan), plan.random.between(1, 6) * HOUR) };
    },
  },
  {
    ...{ kind, manner: 'distributed, over days', takes: 2.2 * DAY },
    happen(plan) {
      const orders = sequence(plan, plan.random.between(400, 700));
      return { orders, hits: shareOut(plan, orders, pageOf(plan), 2 * DAY) };
    },
  },
  {
    ...{ kind, manner: 'one session, changing addresses', takes: 3 * HOUR },
    happen(plan) {
      const { platform, customers } = plan.world;
      const orders = sequence(plan, plan.random.between(100, 200));
      const account = plan.random.pick(customers).name;
      const session = `x${plan.random.hex(14)}`;
      const agent = strangers(plan.random, 1)[0]?.agent ?? '';
      const hits: Hit[] = [];
      let at = plan.at;
      let step = 0;
      while (step < orders.length) {
        const place = strangers(plan.random, 1)[0];
        const walk = openWalk(plan.random, { address: place?.address ?? '', agent, session, account }, at, plan.number);
        if (step === 0) walk.ask(platform.signIn(true), account);
        const count = plan.random.between(8, 20);
        for (const order of orders.slice(step, step + count)) {
          walk.pause(3, 20);
          walk.ask(platform.orderPage(order));
        }
        step += count;
        at = walk.at + 5 * SECOND;
        hits.push(...walk.hits);
      }
      return { orders, hits };
    },
  },
  {
    ...{ kind, manner: 'stolen token of a program', takes: 4 * HOUR },
    happen(plan) {
      // The merchandise system's own key, from another place: old orders instead of new ones.
      const orders = sequence(plan, plan.random.between(300, 800));
      const who = { ...stranger(plan.random), account: 'api-erp' };
      return { orders, hits: readThrough(plan, who, orders, plan.world.platform.orderApi, 1, 12) };
    },
  },
  {
    ...{ kind, manner: 'like a browser, with pictures', takes: 12 * HOUR },
    happen(plan) {
      const { platform } = plan.world;
      const orders = sequence(plan, plan.random.between(120, 200));
      const walk = openWalk(plan.random, strangers(plan.random, 1)[0] ?? stranger(plan.random), plan.at, plan.number);
      for (const order of orders) {
        walk.ask(platform.orderPage(order));
        for (let parts = plan.random.between(0, 4); parts > 0; parts--) walk.ask(platform.asset(plan.random.between(1, 40)));
        walk.pause(10, (4 * MINUTE) / 1000);
      }
      return { orders, hits: walk.hits };
    },
  },
  {
    ...{ kind, manner: 'a customer’s account, some strangers’ orders in no order', takes: 8 * HOUR, needsAccounts: true as const },
    happen(plan) {
      // Newest orders of others: somebody has looked at most of them since they were placed.
      const { platform, customers } = plan.world;
      const others = customers.filter((one) => one.orders.length > 0 && plan.random.chance(0.2)).slice(0, plan.random.between(60, 120));
      const orders = others.flatMap((one) => one.orders.slice(-1));
      const thief = plan.random.pick(customers);
      const walk = openWalk(
        plan.random,
        { ...(strangers(plan.random, 1)[0] ?? stranger(plan.random)), account: thief.name },
        plan.at,
        plan.number,
      );
      walk.ask(platform.signIn(true), thief.name);
      for (const order of orders) {
        walk.pause(60, 360);
        walk.ask(platform.orderPage(order));
        for (let parts = plan.random.between(1, 4); parts > 0; parts--) walk.ask(platform.asset(plan.random.between(1, 40)));
      }
      return { orders, hits: walk.hits };
    },
  },
];
