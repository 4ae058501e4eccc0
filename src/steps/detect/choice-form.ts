import type { Context } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { DAY, MINUTE } from '#kernel/time.ts';
import type { WebEnv } from '#web/types.ts';
import type { Choice } from './affected/choice.ts';
import { shopOf } from './form-values.ts';

/** Which reads somebody chose in the form; times in UTC, to the minute. */
export interface ChoiceForm {
  readonly shop: string;
  readonly address: string;
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
  const minute = (at: Date): string => at.toISOString().slice(0, 16);
  const now = c.var.house.clock.now();
  return {
    ...{ shop: text('shop'), address: text('address'), route: text('route') },
    from: text('from') || minute(new Date(now.getTime() - DAY)),
    to: text('to') || minute(now),
  };
}

/** How such a choice stands in an address; '' when nothing is chosen. */
export function queryOf(fields: Readonly<Record<string, string | readonly string[]>>): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

/** Throws INPUT_INVALID when its times are none, NOT_FOUND when its shop is none. */
export function choiceOfForm(form: ChoiceForm): Choice {
  const at = (text: string): number => Date.parse(`${text}:00Z`);
  const [from, to] = [at(form.from), at(form.to)];
  if (Number.isNaN(from) || Number.isNaN(to)) throw new ShopbellError('INPUT_INVALID', { reason: 'from, to: must be times' });
  return {
    shop: shopOf(form.shop),
    from: new Date(Math.min(from, to)).toISOString(),
    to: new Date(Math.max(from, to) + MINUTE - 1).toISOString(),
    addresses: wordsOf(form.address),
    routes: wordsOf(form.route),
  };
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}
