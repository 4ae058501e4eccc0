import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ensurePushKeys } from '../status/push-keys.ts';

/** Makes an organisation's keys for push services where a page was published before there were any. */
export const makePushKeys = defineVerb({
  name: 'watch.make-push-keys',
  permission: 'machine',
  effect: 'writes',
  input: z.object({}),
  run: async (ctx) => {
    const made = await ensurePushKeys(ctx);
    return made ? { made } : asUnchanged({ made });
  },
});
