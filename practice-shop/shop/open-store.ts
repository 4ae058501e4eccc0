import { appendFileSync } from 'node:fs';
import type { Customer, Order, OrderLine, OrderState, Product, World } from '../world/types.ts';

export interface Admin {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly created: string;
}

interface NewCustomer {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly country: string;
}

/** The shop's memory. Changes after the start are also appended to `journal.jsonl`. */
export interface Store {
  readonly products: ReadonlyMap<string, Product>;
  readonly customers: ReadonlyMap<string, Customer>;
  readonly orders: ReadonlyMap<string, Order>;
  readonly admins: ReadonlyMap<string, Admin>;
  customerByEmail(email: string): Customer | undefined;
  /** Newest first. */
  ordersOf(customer: string): readonly Order[];
  register(customer: NewCustomer): Customer;
  changePassword(customer: string, password: string): void;
  place(customer: string, lines: readonly OrderLine[], paidBy: string): Order;
  advance(order: string, state: OrderState): Order | undefined;
  addAdmin(email: string, password: string): Admin;
}

function newCustomer(id: string, given: NewCustomer): Customer {
  return {
    ...given,
    id,
    language: 'en',
    city: 'Practiceham',
    street: '1 Rehearsal Road',
    postcode: '00000',
    phone: '',
    birthYear: 1980,
    flags: [],
  };
}

/** Opens the shop's memory over a world. */
export function openStore(world: World, journal: string): Store {
  const customers = new Map(world.customers.map((each) => [each.id, each]));
  const emails = new Map(world.customers.map((each) => [each.email, each]));
  const orders = new Map(world.orders.map((each) => [each.number, { ...each }]));
  const byCustomer = new Map<string, Order[]>();
  for (const order of orders.values()) byCustomer.set(order.customer, [order, ...(byCustomer.get(order.customer) ?? [])]);
  const admins = new Map<string, Admin>();
  let nextOrder = Number(world.orders.at(-1)?.number ?? 99_999) + 1;
  const write = (change: string, of: Readonly<Record<string, unknown>>): void =>
    appendFileSync(journal, `${JSON.stringify({ at: new Date().toISOString(), change, ...of })}\n`);
  return {
    products: new Map(world.products.map((each) => [each.slug, each])),
    customers,
    orders,
    admins,
    customerByEmail: (email) => emails.get(email.trim().toLowerCase()),
    ordersOf: (customer) => byCustomer.get(customer) ?? [],
    register(given) {
      const customer = newCustomer(`c-${String(customers.size + 1).padStart(4, '0')}`, given);
      customers.set(customer.id, customer);
      emails.set(customer.email.trim().toLowerCase(), customer);
      write('customer-registered', { customer: customer.id });
      return customer;
    },
    changePassword(id, password) {
      const customer = customers.get(id);
      if (!customer) return;
      const changed = { ...customer, password };
      customers.set(id, changed);
      emails.set(customer.email.trim().toLowerCase(), changed);
      write('password-changed', { customer: id });
    },
    place(customer, lines, paidBy) {
      const cents = lines.reduce((sum, line) => sum + line.cents * line.quantity, 490);
      const order: Order = {
        number: String(nextOrder++),
        customer,
        placed: new Date().toISOString(),
        lines,
        cents,
        paidBy,
        state: 'placed',
      };
      orders.set(order.number, order);
      byCustomer.set(customer, [order, ...(byCustomer.get(customer) ?? [])]);
      write('order-placed', { order: order.number, customer, cents });
      return order;
    },
    advance(number, state) {
      const order = orders.get(number);
      if (!order) return undefined;
      order.state = state;
      write('order-advanced', { order: number, state });
      return order;
    },
    addAdmin(email, password) {
      const admin: Admin = { id: `a-${admins.size + 1}`, email, password, created: new Date().toISOString() };
      admins.set(email, admin);
      write('admin-added', { admin: admin.id });
      return admin;
    },
  };
}
