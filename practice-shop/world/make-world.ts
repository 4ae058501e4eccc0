import { catalogue } from './catalogue.ts';
import { makeCustomers } from './make-customers.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import type { Customer, Order, OrderLine, OrderState, World } from './types.ts';

export interface WorldSize {
  readonly customers: number;
  readonly orders: number;
}

/** The newest order's instant: fixed, so that a seed gives the same data on any day. */
const LAST_ORDER = Date.UTC(2026, 9, 31, 20, 0, 0);
const SPAN_MS = 540 * 24 * 3600 * 1000;
const FIRST_NUMBER = 100_000;
const ordinary = catalogue.filter((product) => !product.healthInferring);
const telling = catalogue.filter((product) => product.healthInferring);

function linesFor(customer: Customer, random: SeededRandom): OrderLine[] {
  const lines = new Map<string, OrderLine>();
  const count = random.weighted([0, 46, 28, 16, 10]);
  for (let i = 0; i < count; i++) {
    const product = random.pick(ordinary);
    lines.set(product.slug, { product: product.slug, quantity: random.weighted([0, 70, 20, 10]), cents: product.cents });
  }
  if (customer.flags.includes('health-inferring-goods') && random.chance(0.7)) {
    const product = random.pick(telling);
    lines.set(product.slug, { product: product.slug, quantity: 1, cents: product.cents });
  }
  return [...lines.values()];
}

function stateAt(agoMs: number, random: SeededRandom): OrderState {
  const days = agoMs / 86_400_000;
  if (days > 6) return 'delivered';
  if (days > 2) return random.chance(0.7) ? 'delivered' : 'shipped';
  return random.pick(['paid', 'exported', 'shipped'] as const);
}

function makeOrders(customers: readonly Customer[], count: number, random: SeededRandom): Order[] {
  const orders: Order[] = [];
  let number = FIRST_NUMBER;
  for (let i = 0; i < count; i++) {
    // A power above one makes regulars: few customers with many orders, many with a handful or none.
    const customer = customers[Math.floor(random.next() ** 1.25 * customers.length)];
    if (!customer) throw new RangeError('a shop with orders needs customers');
    const at = LAST_ORDER - SPAN_MS + Math.floor((SPAN_MS * i) / count);
    const lines = linesFor(customer, random);
    orders.push({
      number: String(number),
      customer: customer.id,
      placed: new Date(at + random.between(0, 60_000)).toISOString(),
      lines,
      cents: lines.reduce((sum, line) => sum + line.cents * line.quantity, 490),
      paidBy: random.pick(['card', 'card', 'card', 'bank transfer', 'wallet']),
      state: stateAt(LAST_ORDER - at, random),
    });
    number += random.chance(0.06) ? random.between(2, 4) : 1;
  }
  return orders;
}

/** Makes the shop's data from a seed: the same seed and size give the same customers and orders, to the byte. */
export function makeWorld(seed: number | string, size: WorldSize): World {
  const random = seededRandom(seed);
  const customers = makeCustomers(size.customers, random.fork('customers'));
  return { seed: String(seed), products: catalogue, customers, orders: makeOrders(customers, size.orders, random.fork('orders')) };
}
