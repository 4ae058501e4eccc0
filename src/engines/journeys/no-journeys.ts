import { ShopbellError } from '#kernel/errors.ts';
import type { Journeys } from './types.ts';

const reason = 'journeys are not made from here';

/** Where no browser is. */
export const noJourneys: Journeys = {
  checkout: '',
  read: async () => {
    throw new ShopbellError('BROWSER_MISSING', { reason });
  },
  run: async () => ({
    ...{
      outcome: 'unknown',
      reason,
      failed: null,
      tests: [],
      ms: 0,
      steps: [],
      requests: [],
      shots: [],
      complaints: [],
      told: {},
      trace: null,
    },
  }),
  walk: async () => {
    throw new ShopbellError('BROWSER_MISSING', { reason });
  },
};
