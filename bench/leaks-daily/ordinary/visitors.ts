import { HOUR } from '#kernel/time.ts';
import { form } from '../asks.ts';
import { browser, type Customer, homeAddress, placeOrder, visitOf, type World } from '../people.ts';
import type { Hit, Who } from '../types.ts';
import { openWalk, type Walk } from '../walk.ts';
import { type Day, momentsOf } from './day.ts';

const VISITS_A_DAY = 1000;
const LETTERS_OPENED = 700;

/** Everybody who comes to the shop on a day as a customer. */
export function visitorsOf(world: World, day: Day): Hit[] {
  const { random } = world;
  const hits: Hit[] = [];
  for (const at of momentsOf(random, day, VISITS_A_DAY)) {
    const kind = random.weighted([68, 6, 15, 4, 7]);
    const walk =
      kind === 0 ? browse(world, at) : kind === 1 ? buy(world, at) : kind === 2 ? lookUp(world, day, at) : later(world, day, at, kind);
    hits.push(...walk.hits);
  }
  if (day.newsletter) {
    for (let nth = 0; nth < LETTERS_OPENED; nth++) {
      // Most open it within the first hour; many have forgotten their password.
      const at = day.start + 10 * HOUR + Math.floor(-Math.log(1 - 0.95 * random.next()) * 0.9 * HOUR);
      hits.push(...(random.chance(0.3) ? lookUp(world, day, at, 0.4) : browse(world, at)).hits);
    }
  }
  return hits;
}

function later(world: World, day: Day, at: number, kind: number): Walk {
  const customer = world.random.pick(world.customers);
  return kind === 4 && customer.usesApp ? useApp(world, customer, day, at) : followMail(world, at);
}

/** A customer where he mostly is, or on the way somewhere else. */
function placeOf(world: World, customer: Customer): Pick<Who, 'address' | 'agent'> {
  if (world.random.chance(0.9)) return { address: customer.address, agent: customer.agent };
  return { address: homeAddress(world.random), agent: world.random.chance(0.5) ? customer.agent : browser(world.random) };
}

/** A page with its styles and scripts, unless the browser still has them. */
function look(world: World, walk: Walk, ask: Parameters<Walk['ask']>[0], parts: number): void {
  walk.ask(ask);
  for (let nth = 0; nth < parts; nth++) {
    walk.at += 20 + world.random.between(0, 80);
    walk.ask(world.platform.asset(world.random.between(1, 40)));
  }
}

/** How many parts of a first page are fetched: nothing by one in nine, who was here yesterday. */
function partsOf(world: World): number {
  return world.random.chance(0.11) ? 0 : world.random.between(3, 7);
}

function shelves(world: World, walk: Walk, parts: number): void {
  const { platform, random } = world;
  look(world, walk, random.chance(0.4) ? platform.home() : platform.shelf(random.between(1, 30)), parts);
  for (let left = random.between(1, 5); left > 0; left--) {
    walk.pause(5, 60);
    look(
      world,
      walk,
      random.chance(0.3) ? platform.shelf(random.between(1, 30)) : platform.product(random.between(1, 900)),
      parts > 0 ? 2 : 0,
    );
  }
}

function browse(world: World, at: number): Walk {
  const { random } = world;
  const address = random.chance(0.2) ? random.pick(world.customers).address : homeAddress(random);
  const walk = openWalk(random, visitOf(world, { address, agent: browser(random) }), at);
  shelves(world, walk, partsOf(world));
  if (random.chance(0.04)) scroll(world, walk);
  return walk;
}

/** Goes down a shelf without end: a page of it each few seconds. */
function scroll(world: World, walk: Walk): void {
  const shelf = world.platform.shelf(world.random.between(1, 30));
  for (let page = 2, last = world.random.between(3, 60); page <= last; page++) {
    walk.ask({ ...shelf, target: `${shelf.target}?page=${page}` });
    walk.pause(1, 12);
  }
}

function buy(world: World, at: number): Walk {
  const { platform, random } = world;
  const customer = random.pick(world.customers);
  const walk = openWalk(random, visitOf(world, placeOf(world, customer)), at);
  shelves(world, walk, partsOf(world));
  walk.ask(platform.basket(random.between(1, 900)));
  walk.pause(10, 60);
  look(world, walk, platform.checkout(), 2);
  walk.pause(40, 200);
  walk.ask(platform.pay());
  walk.pause(0.5, 3);
  look(world, walk, platform.received(placeOrder(world, customer)), 1);
  return walk;
}

/** Signs in, with the mistakes that people make, and looks at the own account and orders. */
function lookUp(world: World, day: Day, at: number, forgets = 0.14): Walk {
  const { platform, random } = world;
  const customer = random.pick(world.customers);
  const walk = openWalk(random, visitOf(world, { ...placeOf(world, customer), account: customer.name }), at);
  const parts = partsOf(world);
  if (random.chance(0.3)) look(world, walk, form(platform.account().target, 302), 0);
  look(world, walk, platform.signInForm(), parts);
  for (let wrong = 0; wrong < 3 && random.chance(wrong === 0 ? forgets : 0.4); wrong++) {
    walk.pause(5, 30);
    walk.ask(platform.signIn(false), customer.name);
    if (random.chance(0.15)) return walk;
  }
  walk.pause(4, 25);
  if (day.outage !== null && walk.at >= day.outage.from && walk.at < day.outage.to) {
    for (let tries = random.between(1, 4); tries > 0; tries--) {
      walk.ask(platform.signIn(false), customer.name);
      walk.pause(5, 40);
    }
    return walk;
  }
  walk.ask(platform.signIn(true), customer.name);
  walk.pause(0.2, 1);
  look(world, walk, platform.account(), parts > 0 ? 2 : 0);
  walk.pause(3, 20);
  walk.ask(platform.orderList());
  for (const order of ownOrders(world, customer)) {
    walk.pause(4, 60);
    look(world, walk, platform.orderPage(order), parts > 0 ? 1 : 0);
  }
  return walk;
}

/** The newest order, sometimes two more, and one in forty goes through all of them for the taxes. */
function ownOrders(world: World, customer: Customer): readonly number[] {
  if (world.random.chance(0.025)) return customer.orders;
  return customer.orders.slice(world.random.chance(0.7) ? -1 : -3);
}

/** Follows the link in a mail about the newest order. */
function followMail(world: World, at: number): Walk {
  const { platform, random } = world;
  const customer = random.pick(world.customers);
  const walk = openWalk(random, visitOf(world, placeOf(world, customer)), at);
  const order = customer.orders.at(-1);
  if (order !== undefined) look(world, walk, platform.received(order), partsOf(world));
  return walk;
}

function useApp(world: World, customer: Customer, day: Day, at: number): Walk {
  const { platform, random } = world;
  const version = day.rollOutAt !== null && at >= day.rollOutAt ? '5.2.0' : '5.1.3';
  const agent = `StoreApp/${version} (iPhone; iOS 18.1)`;
  const walk = openWalk(random, visitOf(world, { ...placeOf(world, customer), agent, account: customer.name }), at);
  for (const order of customer.orders.slice(-random.between(1, 4))) {
    walk.ask(platform.orderApi(order));
    walk.pause(0.1, 6);
  }
  return walk;
}
