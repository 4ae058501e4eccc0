import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { triedName } from '#kernel/hashed.ts';
import type { TouchedRecord } from '#kernel/people.ts';
import type { SealedRef } from '#kernel/sealed.ts';
import { idShape } from '#kernel/shapes.ts';
import { type EnteredAccount, readEntered } from '../affected/read-entered.ts';
import { cell } from '../csv-cell.ts';
import { enteredListOpened } from '../events.ts';
import { findingOf, takeSignal } from '../store.ts';

/**
 * The accounts that a campaign of tried passwords got into, in the clear, as CSV: when each was entered, from where, how many records were
 * read with it. An account that only its typed name tells is named when the directory knows somebody of that name behind what was read. Written down
 * with its reason. Throws DIRECTORY_DOWN.
 */
export const listEntered = defineVerb({
  name: 'detect.list-entered',
  permission: 'look-sealed',
  effect: 'writes',
  input: z.object({ signal: idShape('sig'), purpose: z.string().trim().min(10).max(500) }),
  run: async (ctx, { signal, purpose }) => {
    const row = await takeSignal(ctx.db, signal);
    const { telemetry } = ctx.house;
    const accounts = await readEntered({ telemetry, org: ctx.org, shop: row.shop_id }, findingOf(row));
    const lines: string[] = [];
    for (const one of accounts) lines.push(await lineOf(ctx, row.shop_id, one));
    await ctx.record(enteredListOpened, { signal, accounts: accounts.length, purpose }, signal);
    return { csv: ['account,told-by,sure,first,last,times,from,records', ...lines, ''].join('\r\n'), accounts: accounts.length };
  },
});

async function lineOf(ctx: Ctx, shop: string, one: EnteredAccount): Promise<string> {
  const { account, by, sure, first, last, times, from, reads } = one;
  const named =
    account === null
      ? await nameByReads(ctx, shop, one)
      : ctx.house.secrets.openRef(ctx.org, 'account', account as SealedRef, 'find-affected');
  const how = account !== null || named === '' ? by : one.tried === null ? 'records' : 'directory';
  return [cell(named), how, sure, new Date(first).toISOString(), new Date(last).toISOString(), times, from.join(' '), reads.length].join(
    ',',
  );
}

/**
 * Whose account it was, by the people behind what was read: who bears the name that was typed; when the log tells no name, the only person
 * behind all of it, since an account shows its owner. '' when nobody fits.
 */
async function nameByReads(ctx: Ctx, shop: string, { tried, reads }: EnteredAccount): Promise<string> {
  if (reads.length === 0) return '';
  const records = reads.slice(0, 500).map((read): TouchedRecord => {
    const at = new Date(read.at);
    return { kind: read.kind, ref: read.ref as SealedRef, categories: [], first: at, last: at, times: 1 };
  });
  const { people, unknown } = await ctx.house.ports.resolvePeople(ctx.org, shop, records);
  if (tried === null) {
    const customers = [...new Set([...people.values()].map((card) => card.customer))];
    return customers.length === 1 && unknown.length === 0 ? (customers[0] ?? '') : '';
  }
  const isTried = (name: string): boolean => {
    const { purpose, text } = triedName(name);
    return ctx.house.secrets.mac(ctx.org, purpose, text) === tried;
  };
  return [...people.values()].find((card) => isTried(card.email) || isTried(card.customer))?.customer ?? '';
}
