import type { Facts, Places } from '../checks/facts.ts';
import type { PeopleCount } from '../readers.ts';

/**
 * The facts with where the people live, as the shop's directory told it, when nobody stated it. While records are left of which nobody
 * knows whose they are, or which name no country, it is “at least this”. Pure.
 */
export function withCountries(facts: Facts, counts: readonly PeopleCount[], unknownRecords: number): Facts {
  if (facts.countries !== undefined) return facts;
  const byCountry = counts.filter((one) => one.by === 'country');
  const named = byCountry.filter((one) => /^[A-Z]{2}$/.test(one.value));
  if (named.length === 0) return facts;
  const complete = unknownRecords === 0 && named.length === byCountry.length;
  const value: Places = Object.fromEntries(
    named.map(({ value: code, people }) => [code, { atLeast: people, atMost: complete ? people : null }]),
  );
  return { ...facts, countries: { value, certainty: complete ? 'likely' : 'unknown', statedBy: 'shopbell' } };
}
