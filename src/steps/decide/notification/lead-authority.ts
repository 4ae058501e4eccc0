import { type Facts, listOf, placesOf } from '../checks/facts.ts';
import { emptyProfile, type Profile } from './profile.ts';
import { type Authority, authorityTable } from './tables.ts';

export interface LeadAuthority {
  /** `lead`: one for all of the EEA; `each`: every authority of affected people; `unknown`: a fact is missing. */
  readonly answer: 'lead' | 'each' | 'unknown';
  readonly lead: Authority | null;
  /** Every EEA authority concerned, the lead first. */
  readonly concerned: readonly Authority[];
  /** Outside the EEA, each under its own law: United Kingdom, Switzerland, Japan … */
  readonly apart: readonly Authority[];
  readonly crossBorder: 'yes' | 'no' | 'unknown';
  /** The facts that would settle what is unknown. */
  readonly asks: readonly ('establishedIn' | 'countries')[];
}

/**
 * Who is to be told (Art. 55, 56; Guidelines 9/2022, 73): with a main establishment in the EEA its authority leads; without any, the
 * authority of each country with affected people. The United Kingdom, Switzerland and others stand apart. Unknown stays unknown. Pure.
 */
export function leadAuthority(facts: Facts, profile: Profile = emptyProfile): LeadAuthority {
  const { eea } = authorityTable();
  const established = establishedIn(facts, profile);
  const { places, complete } = placesOf(facts);
  const people = [...new Set(Object.keys(places).map((code) => code.slice(0, 2)))];
  const inEea = people.filter((code) => eea.includes(code));
  const apart = mainOf([...new Set([...people, ...established.codes, ...Object.keys(places)])].filter((code) => !eea.includes(code)));
  const home = established.codes.find((code) => eea.includes(code));
  const asks = [...(established.known ? [] : (['establishedIn'] as const)), ...(complete ? [] : (['countries'] as const))];
  if (home !== undefined && established.known) {
    const [lead = null] = mainOf([home]);
    const homes = established.codes.filter((code) => eea.includes(code));
    const concerned = mainOf([...new Set([home, ...inEea])]);
    const crossBorder = homes.length > 1 || inEea.some((code) => code !== home) ? 'yes' : complete ? 'no' : 'unknown';
    return { answer: 'lead', lead, concerned, apart, crossBorder, asks };
  }
  const concerned = mainOf(inEea);
  if (!established.known) return { answer: 'unknown', lead: null, concerned, apart, crossBorder: 'unknown', asks };
  return { answer: complete ? 'each' : 'unknown', lead: null, concerned, apart, crossBorder: 'no', asks };
}

/** Whether it is known that the organisation has no establishment in the EEA. Pure. */
export function isOutsideEea(facts: Facts, profile: Profile): boolean {
  const { codes, known } = establishedIn(facts, profile);
  return known && !codes.some((code) => authorityTable().eea.includes(code));
}

/** Where the organisation is established: the case's fact, else its profile. `known` only when the list is whole. */
export function establishedIn(facts: Facts, profile: Profile): { readonly codes: readonly string[]; readonly known: boolean } {
  const { items, complete } = listOf(facts, 'establishedIn');
  if (items.length > 0 || complete) return { codes: items, known: complete };
  return { codes: profile.establishedIn, known: profile.establishedIn.length > 0 };
}

function mainOf(countries: readonly string[]): Authority[] {
  return countries.flatMap((code) => authorityTable().authorities.filter((one) => one.country === code && one.main !== false));
}
