import type { Severity } from '#kernel/outcome.ts';

/** What somebody took on one day from one address of a programming interface, counting large answers only. */
export interface LargeAnswers {
  /** Sum of the large answers, bytes. */
  readonly bytes: number;
  /** Whether the address itself says that it lists people or their orders; `/graphql` says nothing. */
  readonly names: boolean;
  /** Other days of the thirty around on which the same one did so, and the most that was taken on one of them. */
  readonly ownDays: number;
  readonly ownMost: number;
}

/** About a hundred records with names and addresses: the size from which a page of a list is no page for people. */
const PAGE = 100_000;
/** About a thousand records. */
const FLOOR = 1_000_000;
const TIMES_USUAL = 5;
const TIMES_OWN = 3;
const REGULAR_DAYS = 2;

/** From which size on an answer is large. `usual`: 99 of 100 answers are at most so long; `null`: nobody knows. */
export function largeFrom(usual: number | null): number {
  return Math.max(PAGE, TIMES_USUAL * (usual ?? 0));
}

/**
 * Whether somebody takes whole lists out of a programming interface that the data map does not know as an export; `null` for little, and
 * for the program that does so day by day. What GraphQL answers nobody can tell from its address: medium.
 */
export function judgeLargeAnswers({ bytes, names, ownDays, ownMost }: LargeAnswers): Severity | null {
  if (bytes < FLOOR) return null;
  if (ownDays >= REGULAR_DAYS && bytes <= TIMES_OWN * ownMost) return null;
  return names ? 'high' : 'medium';
}

const CUSTOMERS =
  'customers?|users?|accounts?|members?|clients?|subscribers?|contacts?|kunden|kundenliste|klienci|uzytkownicy|clientes|klanten|utenti|clienti';
const ORDERS =
  'orders?|invoices?|bestellungen|auftraege|rechnungen|zamowienia|faktury|commandes|factures|pedidos|facturas|ordini|fatture|bestellingen';
/** A list is asked for by its name alone, or as a file. */
export const LISTED_PEOPLE = `(?i)(^|/)(${CUSTOMERS}|${ORDERS}|addresses)(\\.(json|csv|xml|xlsx))?(/(export|exports|download|liste?|all|alle|csv)(\\.(json|csv|xml|xlsx|php))?)?/?$`;
const LISTS = new RegExp(LISTED_PEOPLE.replace('(?i)', ''), 'i');
const IS_ORDER = new RegExp(`^(${ORDERS})$`, 'i');

/** Whether a path is by its name a list of people or of what they ordered. */
export function listsPeople(path: string): boolean {
  return LISTS.test(path);
}

/** Which records such a list holds, as the data map would call them; '' where the name does not say. */
export function kindOfList(path: string): string {
  const name = LISTS.exec(path)?.[2]?.toLowerCase() ?? '';
  if (IS_ORDER.test(name)) return 'order';
  return name === '' || name === 'addresses' ? '' : 'customer';
}
