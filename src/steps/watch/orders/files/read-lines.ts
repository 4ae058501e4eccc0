import { decimalsOf, minorOf } from '#kernel/money.ts';
import { deviceOf } from '../device-of.ts';
import { findOrderNumber } from '../find-order-number.ts';
import { type OrderStep, type OrderSystem, orderSteps, orderSystems } from '../order-words.ts';
import type { Dialect } from './dialect-shape.ts';
import { readTime } from './read-time.ts';
import { nothingTold, orderNumber, type ToldStep } from './told-step.ts';

/** A line by its columns' names, in lower case. */
export type Line = ReadonlyMap<string, string>;

/** What a line tells, or why it cannot be read. A line without a step is neither. */
export type ReadLine = (line: Line) => readonly ToldStep[] | string;

export interface LineOptions {
  /** Who tells, when the file does not say so itself. */
  readonly toldBy: OrderSystem;
  /** IANA name, for times that name none. */
  readonly zone: string;
}

const cell = (line: Line, name: string | undefined): string => (name === undefined ? '' : (line.get(name.toLowerCase()) ?? '').trim());

/** Reads lines of a known program's export. Pure. */
export function readDialect(dialect: Dialect, { zone }: LineOptions): ReadLine {
  return (line) => {
    if (dialect['only-where'] !== undefined && cell(line, dialect['only-where'].column) === '') return [];
    const order = orderOf(line, dialect);
    if (order === '') return 'it names no order';
    const currency = cell(line, dialect.currency).toUpperCase();
    const base = {
      ...nothingTold,
      ...{
        order,
        toldBy: dialect['told-by'],
        currency,
        theirs: (dialect['their-id'] ?? []).map((name) => cell(line, name)).find((text) => text !== '') ?? '',
      },
      ...{ method: cell(line, dialect.method).toLowerCase(), country: countryOf(cell(line, dialect.country)) },
      device: deviceOf(cell(line, dialect.device)),
    };
    const steps: ToldStep[] = [];
    for (const { step, at, amount, where } of dialect.steps) {
      if (where !== undefined && !where.is.includes(cell(line, where.column).toLowerCase())) continue;
      const time = at.map((name) => cell(line, name)).find((text) => text !== '');
      if (time === undefined) continue;
      const told = readTime(time, zone);
      if (told === null) return `the time of “${step}” is none`;
      const minor = amount === undefined ? 0 : minorOf(cell(line, amount) || '0', currency);
      if (minor === null) return `the amount of “${step}” is none`;
      if (amount !== undefined && minor === 0) continue;
      steps.push({ ...base, step, at: told, amount: Math.abs(minor) });
    }
    return steps;
  };
}

function orderOf(line: Line, { order }: Dialect): string {
  const cells = (names: readonly string[]): string[] => names.map((name) => cell(line, name));
  return findOrderNumber(cells(order.columns), cells(order.described ?? []));
}

/** One step a line, under our own names: order, step, at, and perhaps system, amount, currency, payment, method, carrier, country, device, delivery, part, not_before. */
export function readStepLine({ toldBy, zone }: LineOptions): ReadLine {
  return (line) => {
    const step = oneOf(orderSteps, cell(line, 'step').toLowerCase().replace('shipped', 'handed-over').replaceAll('_', '-'));
    if (step === null) return `its step is none of ${orderSteps.join(', ')}`;
    const system = cell(line, 'system').toLowerCase();
    const said = system === '' ? toldBy : oneOf(orderSystems, system);
    if (said === null) return `its system is none of ${orderSystems.join(', ')}`;
    const at = readTime(cell(line, 'at'), zone);
    return at === null ? 'its time is none' : ownSteps(line, zone, said, [{ step, at, amount: cell(line, 'amount') }]);
  };
}

/** Columns of a wide file that are times of steps, under names that shops use. */
export const WIDE: Readonly<Record<string, OrderStep>> = {
  ...Object.fromEntries(orderSteps.map((step) => [step.replaceAll('-', '_'), step])),
  placed_at: 'placed',
  created_at: 'placed',
  paid_at: 'paid',
  exported_at: 'exported',
  shipped: 'handed-over',
  shipped_at: 'handed-over',
  delivered_at: 'delivered',
  cancelled_at: 'cancelled',
  refunded_at: 'refunded',
  returned_at: 'returned',
};

/** One order a line, a column a step: order, total, currency, placed, paid, exported, handed_over, delivered, cancelled, refunded … with their times. */
export function readWideLine({ toldBy, zone }: LineOptions): ReadLine {
  return (line) => {
    const steps: OwnStep[] = [];
    for (const [name, step] of Object.entries(WIDE)) {
      const text = cell(line, name);
      if (text === '' || /^(null|0000-00-00.*)$/i.test(text)) continue;
      const at = readTime(text, zone);
      if (at === null) return `${name} is no time`;
      const worth =
        step === 'refunded' ? cell(line, 'refunded_amount') || cell(line, 'total') : cell(line, 'total') || cell(line, 'amount');
      const amount = ['placed', 'paid', 'refunded'].includes(step) || toldBy !== 'shop' ? worth : '';
      steps.push(...(step === 'paid' && toldBy === 'shop' ? paidInParts(line, at, amount) : [{ step, at, amount }]));
    }
    return steps.length === 0 ? 'it tells no time of any step' : ownSteps(line, zone, toldBy, steps);
  };
}

interface OwnStep {
  readonly step: OrderStep;
  readonly at: number;
  readonly amount: string;
  /** Another way to pay than the order's. */
  readonly method?: string;
}

/** What a gift card or store credit paid is a payment of its own, of which no provider knows. */
function paidInParts(line: Line, at: number, amount: string): OwnStep[] {
  const currency = cell(line, 'currency').toUpperCase();
  const credit = minorOf(
    ['credit', 'gift_card', 'store_credit'].map((name) => cell(line, name)).find((text) => text !== '') ?? '0',
    currency,
  );
  const whole = minorOf(amount || '0', currency);
  if (credit === null || whole === null || credit <= 0) return [{ step: 'paid', at, amount }];
  const text = (minor: number): string => (minor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency));
  const card = { step: 'paid', at, amount: text(Math.min(credit, whole)), method: 'gift-card' } as const;
  return credit >= whole ? [card] : [{ step: 'paid', at, amount: text(whole - credit) }, card];
}

function ownSteps(line: Line, zone: string, toldBy: OrderSystem, steps: readonly OwnStep[]): readonly ToldStep[] | string {
  const order = orderNumber(cell(line, 'order'));
  if (order === '') return 'it names no order';
  const currency = cell(line, 'currency').toUpperCase();
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) return 'its currency is none of three letters';
  const notBefore = cell(line, 'not_before');
  const earliest = notBefore === '' ? 0 : readTime(notBefore, zone);
  if (earliest === null) return 'not_before is no time';
  const told: ToldStep[] = [];
  for (const { step, at, amount, method } of steps) {
    const minor = minorOf(amount || '0', currency);
    if (minor === null) return `the amount of “${step}” is none`;
    const how = { method: method ?? cell(line, 'method').toLowerCase(), carrier: cell(line, 'carrier').toLowerCase() };
    const where = {
      country: countryOf(cell(line, 'country')),
      device: deviceOf(cell(line, 'device')),
      delivery: cell(line, 'delivery').toLowerCase(),
    };
    const more = {
      part: cell(line, 'part').toLowerCase(),
      notBefore: earliest,
      theirs: method === undefined ? cell(line, 'payment') : 'credit',
    };
    told.push({ order, toldBy, step, at, amount: Math.abs(minor), currency, ...how, ...where, ...more });
  }
  return told;
}

/** Two letters; whatever else stands there may be somebody's address. */
function countryOf(text: string): string {
  return /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : '';
}

function oneOf<T extends string>(all: readonly T[], text: string): T | null {
  return all.find((one) => one === text) ?? null;
}
