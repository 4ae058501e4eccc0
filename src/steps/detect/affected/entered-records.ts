import { type DataCategory, UNNAMED_ACCOUNT } from '#kernel/people.ts';
import type { SealedRef } from '#kernel/sealed.ts';
import type { SureRecord } from '../read-touched.ts';
import type { EnteredAccount } from './read-entered.ts';

/** What the pages of any shop's account show to whoever is signed in. */
const ACCOUNT_SHOWS: readonly DataCategory[] = ['name', 'email', 'postal-address', 'order-contents'];

/** Accounts that somebody got into as records that were touched: each is its owner's. Pure. */
export function recordsOfEntered(accounts: readonly EnteredAccount[]): SureRecord[] {
  return accounts.map(({ account, tried, first, last, times, sure, from }, nth) => ({
    kind: account === null ? UNNAMED_ACCOUNT : 'account',
    // Of several campaigns none may be taken for another's.
    ref: (account ?? tried ?? `unnamed ${first} ${from.join(' ')} ${nth}`) as SealedRef,
    categories: ACCOUNT_SHOWS,
    first: new Date(first),
    last: new Date(last),
    times,
    sure,
  }));
}
