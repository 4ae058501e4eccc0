import type { Place } from './types.ts';

/** The letter that follows `g` to go to a place. */
export const placeKeys: Readonly<Record<Place, string>> = {
  overview: 'o',
  watch: 'w',
  inspect: 'i',
  detect: 'd',
  unmask: 'u',
  respond: 'r',
  decide: 'c',
  tell: 't',
  teach: 'e',
  settings: 's',
};
