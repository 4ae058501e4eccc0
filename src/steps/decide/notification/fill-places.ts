import { type Places, placesOf } from '../checks/facts.ts';
import { establishedIn, leadAuthority } from './lead-authority.ts';
import { computed, fromFacts, fromProfile } from './proposals.ts';
import { authorityTable } from './tables.ts';
import type { Filler, Proposal, Work } from './types.ts';

function eeaOnly(codes: readonly string[]): string[] {
  return codes.filter((code) => authorityTable().eea.includes(code));
}

function eeaPlaces({ facts }: Work): Places {
  const { eea } = authorityTable();
  return Object.fromEntries(Object.entries(placesOf(facts).places).filter(([code]) => eea.includes(code)));
}

function crossBorder({ facts, profile }: Work): Proposal {
  const { crossBorder: answer } = leadAuthority(facts, profile);
  return computed('places', answer, answer === 'unknown' ? 'unknown' : 'likely');
}

function lead({ facts, profile }: Work): Proposal | null {
  const found = leadAuthority(facts, profile).lead;
  return found === null ? null : computed('places', `${found.name} (${found.short})`, 'likely');
}

function established(work: Work): Proposal | null {
  const { codes } = establishedIn(work.facts, work.profile);
  return work.facts.establishedIn ? fromFacts(work, ['establishedIn'], eeaOnly(codes)) : fromProfile(eeaOnly(codes));
}

const peopleIn: Filler = (work) => fromFacts(work, ['countries'], Object.keys(eeaPlaces(work)));

const perCountry: Filler = (work) => {
  const places = eeaPlaces(work);
  return fromFacts(work, ['countries'], Object.keys(places).length === 0 ? null : places);
};

const authorities: Filler = (work) => {
  const { concerned } = leadAuthority(work.facts, work.profile);
  return computed(
    'places',
    concerned.map((one) => one.id),
    placesOf(work.facts).complete ? 'likely' : 'unknown',
  );
};

/** Of a controller outside the EEA: whether people in the EEA are concerned. */
function outsideEea(work: Work): Proposal {
  const { complete } = placesOf(work.facts);
  if (Object.keys(eeaPlaces(work)).length > 0) return computed('places', 'yes', 'likely');
  return complete ? fromFacts(work, ['countries'], 'no') : fromFacts(work, ['countries'], 'unknown', 'unknown');
}

/** Where the organisation and the people are, and which authorities that concerns. */
export const fillPlaces: Readonly<Record<string, Filler>> = {
  'cross-border': crossBorder,
  'lead-authority': lead,
  'established-in': established,
  'people-in': peopleIn,
  'people-per-country': perCountry,
  'authorities-told': authorities,
  'outside-eea': outsideEea,
  'outside-people-in': peopleIn,
  'outside-people-per-country': perCountry,
  'outside-authorities-told': authorities,
};
