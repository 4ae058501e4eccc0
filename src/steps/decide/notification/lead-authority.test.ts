import { expect, test } from 'vitest';
import type { Facts, Places } from '../checks/facts.ts';
import { isOutsideEea, leadAuthority } from './lead-authority.ts';
import { emptyProfile } from './profile.ts';

const some = { atLeast: 5, atMost: 5 };
const facts = (establishedIn: string[] | null, countries: string[] | null, sure: 'confirmed' | 'unknown' = 'confirmed'): Facts => ({
  ...(establishedIn === null ? {} : { establishedIn: { value: establishedIn, certainty: sure } }),
  ...(countries === null
    ? {}
    : { countries: { value: Object.fromEntries(countries.map((code) => [code, some])) as Places, certainty: sure } }),
});
const ids = (list: readonly { readonly id: string }[]) => list.map((one) => one.id);

test('a main establishment in the EEA has one lead; people elsewhere in it make it cross-border', () => {
  const found = leadAuthority(facts(['PL'], ['PL', 'DE', 'FR']));
  expect(found).toMatchObject({ answer: 'lead', crossBorder: 'yes', asks: [] });
  expect(found.lead?.id).toBe('pl-uodo');
  expect(ids(found.concerned)).toEqual(['pl-uodo', 'de-land', 'fr-cnil']);
  expect(leadAuthority(facts(['PL'], ['PL'])).crossBorder).toBe('no');
  expect(leadAuthority(facts(['PL', 'CZ'], ['PL'])).crossBorder).toBe('yes');
  expect(leadAuthority(facts(['US', 'IE'], ['IE'])).lead?.id).toBe('ie-dpc');
});

test('no establishment in the EEA: the authority of each country with affected people', () => {
  const found = leadAuthority(facts(['JP'], ['PL', 'DE']));
  expect(found).toMatchObject({ answer: 'each', lead: null });
  expect(ids(found.concerned)).toEqual(['pl-uodo', 'de-land']);
  expect(ids(found.apart)).toEqual(['jp-ppc']);
});

test('the United Kingdom, Switzerland and others stand apart, each under its own law', () => {
  expect(ids(leadAuthority(facts(['PL'], ['GB', 'CH', 'JP', 'US-CA', 'PL'])).apart)).toEqual(['gb-ico', 'ch-fdpic', 'jp-ppc', 'us-ca-ag']);
});

test('unknown stays unknown and asks', () => {
  expect(leadAuthority({})).toMatchObject({ answer: 'unknown', lead: null, crossBorder: 'unknown', asks: ['establishedIn', 'countries'] });
  expect(leadAuthority(facts(['PL'], null))).toMatchObject({ answer: 'lead', crossBorder: 'unknown', asks: ['countries'] });
  expect(leadAuthority(facts(['PL'], ['PL'], 'unknown'))).toMatchObject({
    answer: 'unknown',
    lead: null,
    asks: ['establishedIn', 'countries'],
  });
  expect(leadAuthority(facts(['US'], null)).answer).toBe('unknown');
  expect(isOutsideEea({}, emptyProfile)).toBe(false);
  expect(isOutsideEea(facts(['US'], null), emptyProfile)).toBe(true);
  expect(isOutsideEea(facts(['US'], null, 'unknown'), emptyProfile)).toBe(false);
});

test('the profile answers where the case does not', () => {
  const own = { ...emptyProfile, establishedIn: ['DE'] };
  expect(leadAuthority({}, own).lead?.id).toBe('de-land');
  expect(leadAuthority(facts(['PL'], null), own).lead?.id).toBe('pl-uodo');
});
