import type { House } from '#engines/house.ts';
import type { Target } from '../kinds/kinds.ts';

/** Refuses a journey that cannot be read, before it is kept. Throws JOURNEY_INVALID. */
export async function checkJourney({ journeys }: Pick<House, 'journeys'>, target: Target): Promise<void> {
  if (target.kind === 'journey' && target.file.trim() !== '') await journeys.read(target.file, 'journey');
}
