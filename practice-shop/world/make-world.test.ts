import { expect, test } from 'vitest';
import { makeWorld } from './make-world.ts';

const size = { customers: 400, orders: 1500 };

test('the same seed gives the same world, another seed another one', () => {
  expect(makeWorld(7, size)).toEqual(makeWorld(7, size));
  expect(makeWorld(7, size)).not.toEqual(makeWorld(8, size));
});

test('orders are numbered upwards from 100000 with gaps, and each belongs to a customer', () => {
  const world = makeWorld(7, size);
  const numbers = world.orders.map((each) => Number(each.number));
  expect(numbers[0]).toBe(100_000);
  expect(numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0))).toBe(true);
  expect(numbers.at(-1)).toBeGreaterThan(100_000 + size.orders);
  const ids = new Set(world.customers.map((each) => each.id));
  expect(world.orders.every((each) => ids.has(each.customer) && each.lines.length > 0 && each.cents > 0)).toBe(true);
});

test('customers are plainly made up', () => {
  for (const each of makeWorld(7, size).customers) {
    expect(each.email).toMatch(/^customer-\d{4}@mail\.practice-shop\.test$/);
    expect(each.name).toMatch(/^(Practice Customer|Klient Ćwiczebny|Übungskunde|練習 顧客) \d{4}$/);
  }
});

test('only customers with the flag buy goods that tell about health', () => {
  const world = makeWorld(7, { customers: 3000, orders: 12_000 });
  const telling = new Set(world.products.filter((each) => each.healthInferring).map((each) => each.slug));
  const flagged = new Set(world.customers.filter((each) => each.flags.includes('health-inferring-goods')).map((each) => each.id));
  const buyers = world.orders.filter((each) => each.lines.some((line) => telling.has(line.product))).map((each) => each.customer);
  expect(buyers.length).toBeGreaterThan(100);
  expect(buyers.every((each) => flagged.has(each))).toBe(true);
  const flags = new Set(world.customers.flatMap((each) => each.flags));
  expect([...flags].sort()).toEqual(['health-inferring-goods', 'minor', 'protected-address']);
});
