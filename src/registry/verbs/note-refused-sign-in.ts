import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { signInRefused } from '../events.ts';

/** Writes down a refused sign-in to a member's account. Sign-ins to unknown addresses belong to no organisation and are only counted. */
export const noteRefusedSignIn = defineVerb({
  name: 'registry.note-refused-sign-in',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ person: idShape('per'), reason: z.enum(['password', 'code', 'passkey', 'too-many']) }),
  run: async (ctx, { person, reason }) => {
    await ctx.record(signInRefused, { reason }, person);
  },
});
