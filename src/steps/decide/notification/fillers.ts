import { fillConsequences } from './fill-consequences.ts';
import { fillNature } from './fill-nature.ts';
import { fillParties } from './fill-parties.ts';
import { fillPlaces } from './fill-places.ts';
import { fillTelling } from './fill-telling.ts';
import { fillTimeline } from './fill-timeline.ts';
import type { Filler } from './types.ts';

/** What proposes a value for a field, by the field's key. A field without one is stated by a person. */
export const fillers: Readonly<Record<string, Filler>> = {
  ...fillParties,
  ...fillTimeline,
  ...fillNature,
  ...fillConsequences,
  ...fillTelling,
  ...fillPlaces,
};
