import { decimalsOf, minorOf } from '#kernel/money.ts';
import { deviceOf } from '../device-of.ts';
import { readTime } from '../files/read-time.ts';
import { nothingTold, type ToldStep } from '../files/told-step.ts';
import { findOrderNumber } from '../find-order-number.ts';
import type { OrderSystem } from '../order-words.ts';
import type { ApiRequest, StepRule } from './api-shape.ts';
import { firstText, holdAll, type Place, textAt, valuesAt } from './pick.ts';

export interface ItemOptions {
  readonly toldBy: OrderSystem;
  /** IANA name, of times that name none. */
  readonly zone: string;
  /** Where the request tells none. */
  readonly currency: string;
}

/** A step, and whether its time moves with every change. */
export interface ReadStep extends ToldStep {
  readonly moving: boolean;
}

export interface ReadItem {
  readonly steps: readonly ReadStep[];
  readonly order: string;
}

/** What an item of an answer tells; a text says why it cannot be read; `null`: it says nothing of orders. Numbers, times and amounts only. Pure. */
export function readItem(request: ApiRequest, item: unknown, options: ItemOptions): ReadItem | string | null {
  const place = { item, whole: item };
  if (!holdAll(request.only, place)) return null;
  if (request.test.length > 0 && holdAll(request.test, place)) return 'it is only a test';
  const order = numberOf(request, place);
  if (order === '') return 'it names no order';
  const currency = currencyOf(request, place, options);
  const base = {
    ...{ ...nothingTold, order, toldBy: options.toldBy, currency, country: codeOf(firstText(request.country, place)) },
    device: deviceOf(firstText(request.device, place)),
    ...{ method: wordOf(firstText(request.method, place)), carrier: request['carrier-is'] ?? wordOf(firstText(request.carrier, place)) },
  };
  const steps: ReadStep[] = [];
  for (const rule of request.steps) {
    const parts = rule.each === undefined ? [item] : valuesAt(rule.each, place);
    for (const part of parts) {
      const told = readStep(rule, { item: part, whole: item }, { base, request, zone: options.zone });
      if (typeof told === 'string') return told;
      if (told !== null) steps.push(told);
    }
  }
  return { steps, order };
}

interface Reading {
  readonly base: Omit<ToldStep, 'step' | 'at'>;
  readonly request: ApiRequest;
  readonly zone: string;
}

function readStep(rule: StepRule, place: Place, { base, request, zone }: Reading): ReadStep | string | null {
  if (!holdAll(rule.where, place)) return null;
  const written = firstText(rule.at, place);
  if (written === '' || /^0000-00-00/.test(written)) return null;
  const at = timeOf(written, request.times, zone);
  if (at === null) return `the time of “${rule.step}” is none`;
  const money = firstText(rule.amount, place);
  const amount = money === '' ? 0 : minorAmount(money, base.currency, request.amounts);
  if (amount === null) return `the amount of “${rule.step}” is none`;
  if (rule.amount !== undefined && amount === 0 && rule.step !== 'placed' && rule.step !== 'exported') return null;
  const their = firstText(rule.their, place);
  return {
    ...{ ...base, step: rule.step, at, amount: Math.abs(amount), moving: rule.moving },
    theirs: their === '' ? '' : `${rule['their-prefix']}${their}`.slice(0, 300),
    ...(rule.method === undefined ? {} : { method: wordOf(firstText(rule.method, place)) }),
    ...(rule.carrier === undefined ? {} : { carrier: wordOf(firstText(rule.carrier, place)) }),
    ...(rule.partial !== undefined && holdAll(rule.partial, place) ? { part: 'partial' } : {}),
  };
}

/**
 * A field that should hold the number may hold anything: what has neither a digit nor is written in capitals only could be somebody's name, and
 * is no number.
 */
function numberOf({ number }: ApiRequest, place: Place): string {
  const fields = number.fields.map((path) => textAt(path, place)).filter((text) => /\d/.test(text) || /^[A-Z][A-Z_/-]{3,}$/.test(text));
  return findOrderNumber(
    fields,
    number.texts.map((path) => textAt(path, place)),
  );
}

function currencyOf(request: ApiRequest, place: Place, { currency }: ItemOptions): string {
  const told = request.currency.startsWith('$') ? textAt(request.currency, place).toUpperCase() : '';
  return /^[A-Z]{3}$/.test(told) ? told : currency;
}

/** ms since 1970, or `null`. */
export function timeOf(text: string, times: ApiRequest['times'], zone: string): number | null {
  if (times === 'text') {
    // A day and a clock's time that are told apart: 2026-11-30T00:00:00Z 10:22:00.
    const apart = /^(\d{4}-\d\d-\d\d)(?:T00:00:00Z?)? (\d\d:\d\d(?::\d\d)?)$/.exec(text);
    return readTime(apart === null ? text : `${apart[1]} ${apart[2]}`, zone);
  }
  if (!/^\d{1,16}(\.\d+)?$/.test(text)) return null;
  return Math.round(Number(text) * (times === 'unix' ? 1_000 : 1));
}

function minorAmount(text: string, currency: string, amounts: ApiRequest['amounts']): number | null {
  if (amounts === 'decimal') return /^-?\d+\.\d{4,}$/.test(text) ? rounded(Number(text), currency) : minorOf(text, currency);
  if (!/^-?\d{1,15}$/.test(text)) return null;
  return amounts === 'minor' ? Number(text) : rounded(Number(text) / 100, currency);
}

/** Some tell more decimals than the currency has. */
function rounded(amount: number, currency: string): number | null {
  const minor = Math.round(Number((amount * 10 ** decimalsOf(currency)).toFixed(4)));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** A way to pay or a carrier is a short word, never a sentence or an address. */
function wordOf(text: string): string {
  const word = text.toLowerCase();
  return /^[\p{L}\p{N}][\p{L}\p{N} ._:/+-]{0,39}$/u.test(word) ? word : '';
}

function codeOf(text: string): string {
  const code = text.toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : '';
}
