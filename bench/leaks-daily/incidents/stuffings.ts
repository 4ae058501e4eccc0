import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import type { Customer } from '../people.ts';
import type { Hit, Who } from '../types.ts';
import { openWalk, type Walk } from '../walk.ts';
import { type Incident, type Plan, stranger, strangers } from './incident.ts';

const kind = 'stuffing';

/** One try. Four of ten names are nobody's; of the others one in twenty-five has this password, and then his orders are read. */
function attempt(plan: Plan, walk: Walk, taken: number[], fits: boolean): void {
  const { platform, customers } = plan.world;
  const victim: Customer = plan.random.pick(customers);
  walk.ask(platform.signIn(fits), fits || plan.random.chance(0.6) ? victim.name : `nobody-${plan.random.hex(8)}`);
  if (!fits) return;
  walk.pause(0.3, 2);
  walk.ask(platform.account());
  walk.pause(0.5, 4);
  for (const order of victim.orders.slice(-2)) {
    walk.ask(platform.orderPage(order));
    taken.push(order);
    walk.pause(0.5, 4);
  }
}

/** From one place, `tries` tries with pauses of so many seconds. */
function fromOne(plan: Plan, who: Who, tries: number, least: number, most: number): { hits: Hit[]; orders: number[] } {
  const orders: number[] = [];
  const walk = openWalk(plan.random, who, plan.at, plan.number);
  for (let nth = 0; nth < tries; nth++) {
    attempt(plan, walk, orders, plan.random.chance(0.02) || nth === Math.floor(tries * 0.8));
    walk.pause(least, most);
  }
  return { hits: walk.hits, orders };
}

/** From many places, one or two tries each, within `span`. */
function fromMany(plan: Plan, places: number, span: number): { hits: Hit[]; orders: number[] } {
  const hits: Hit[] = [];
  const orders: number[] = [];
  for (const [nth, who] of strangers(plan.random, places).entries()) {
    const walk = openWalk(plan.random, who, plan.at + Math.floor(plan.random.next() * span), plan.number);
    for (let tries = plan.random.between(1, 2); tries > 0; tries--) {
      attempt(plan, walk, orders, plan.random.chance(0.02) || (nth === places - 1 && tries === 1));
      walk.pause(1, 30);
    }
    hits.push(...walk.hits);
  }
  return { hits, orders };
}

export const stuffings: readonly Incident[] = [
  {
    ...{ kind, manner: 'fast, one address', takes: HOUR },
    happen: (plan) => fromOne(plan, stranger(plan.random), plan.random.between(150, 500), 0.5, 4),
  },
  {
    ...{ kind, manner: 'low and slow, one address', takes: 2.5 * DAY },
    happen: (plan) => fromOne(plan, stranger(plan.random), plan.random.between(250, 400), 180, 600),
  },
  {
    ...{ kind, manner: 'distributed, a try or two an address', takes: 5 * HOUR },
    happen: (plan) => fromMany(plan, plan.random.between(250, 600), plan.random.between(30, 240) * MINUTE),
  },
  {
    ...{ kind, manner: 'distributed, over days', takes: 2.5 * DAY },
    happen: (plan) => fromMany(plan, plan.random.between(500, 900), 2 * DAY),
  },
  {
    ...{ kind, manner: 'one account, from everywhere, over days', takes: 5 * DAY, needsAccounts: true as const },
    happen(plan) {
      const { platform, customers } = plan.world;
      const victim = plan.random.pick(customers);
      const places = strangers(plan.random, plan.random.between(50, 90));
      const hits = places.flatMap((who, nth) => {
        const address = `${plan.random.between(20, 99)}.${plan.random.between(0, 255)}.0.${plan.random.between(1, 254)}`;
        const at = plan.at + Math.floor((4.8 * DAY * nth) / places.length);
        const walk = openWalk(plan.random, { address, agent: who.agent }, at, plan.number);
        const fits = nth === places.length - 1;
        walk.ask(platform.signIn(fits), victim.name);
        if (fits) {
          walk.pause(1, 4);
          walk.ask(platform.account());
          for (const order of victim.orders.slice(-2)) walk.ask(platform.orderPage(order));
        }
        return walk.hits;
      });
      return { hits, orders: victim.orders.slice(-2) };
    },
  },
];
