import type { Context } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { readWallTime, wallTimeOf } from '#kernel/local-time.ts';
import { DAY, MINUTE } from '#kernel/time.ts';
import type { WebEnv } from '#web/types.ts';
import type { Choice } from './affected/choice.ts';
import { shopOf } from './form-values.ts';

/** Which reads somebody chose in the form; times to the minute, by the clock of their own pages. */
export interface ChoiceForm {
  readonly shop: string;
  readonly address: string;
  readonly account: string;
  readonly route: string;
  readonly from: string;
  readonly to: string;
}

/** The signal of the path, and who is counted in. Throws NOT_FOUND. */
export function choiceOfSignal(c: Context): Choice & { readonly signal: `sig_${string}` } {
  const id = c.req.param('id');
  if (!isId('sig', id)) throw new ShopbellError('NOT_FOUND', { what: 'signal' });
  return { signal: id, more: [...moreOf(c)] };
}

/** Actors that were ticked to be counted in. */
export function moreOf(c: Context): readonly number[] {
  const numbers = (c.req.queries('with') ?? []).flatMap((text) => text.split(',')).map(Number);
  return [...new Set(numbers.filter((actor) => Number.isSafeInteger(actor) && actor > 0))].slice(0, 200);
}

/** What the address chose; the last day when it says no time. */
export function formOf(c: Context<WebEnv>): ChoiceForm {
  const text = (name: string): string => (c.req.query(name) ?? '').trim().slice(0, 500);
  const now = c.var.house.clock.now().getTime();
  return {
    ...{ shop: text('shop'), address: text('address'), account: text('account'), route: text('route') },
    from: text('from') || wallTimeOf(new Date(now - DAY), zoneOf(c)),
    to: text('to') || wallTimeOf(new Date(now), zoneOf(c)),
  };
}

/** The zone by whose clock all times on this person's pages are. */
function zoneOf(c: Context<WebEnv>): string {
  return c.var.timeZone ?? 'UTC';
}

/** How such a choice stands in an address; '' when nothing is chosen. */
export function queryOf(fields: Readonly<Record<string, string | readonly string[]>>): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

/** The choice that stands in the address. Throws INPUT_INVALID when its times are none, NOT_FOUND when its shop is none. */
export function choiceOfForm(c: Context<WebEnv>): Choice {
  const form = formOf(c);
  const [from, to] = [readWallTime(form.from, zoneOf(c))?.getTime(), readWallTime(form.to, zoneOf(c))?.getTime()];
  if (from === undefined || to === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'from, to: must be times' });
  return {
    shop: shopOf(form.shop),
    from: new Date(Math.min(from, to)).toISOString(),
    to: new Date(Math.max(from, to) + MINUTE - 1).toISOString(),
    addresses: wordsOf(form.address),
    accounts: wordsOf(form.account),
    routes: wordsOf(form.route).map(routeOf),
  };
}

/** Routes begin with a slash; whoever copies an address from a browser means its path. */
function routeOf(word: string): string {
  const path = URL.parse(word)?.pathname ?? word;
  return path.startsWith('/') ? path : `/${path}`;
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}
