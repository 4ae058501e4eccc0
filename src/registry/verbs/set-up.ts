import { z } from 'zod';
import { createPerson } from '#engines/identity/people.ts';
import { useSetupToken } from '#engines/identity/setup-link.ts';
import { defineVerb } from '#engines/verb.ts';
import { shopFields } from '../checks/shop-shape.ts';
import { addMember } from '../members.ts';
import { addSource } from './add-source.ts';
import { createOrganisation } from './create-organisation.ts';
import { registerShop } from './register-shop.ts';

/**
 * The first run: organisation, first owner, shop and, if given, its access log, all or nothing. Uses the one-time link up.
 * Throws SETUP_CLOSED, PASSWORD_WEAK, FILE_UNREADABLE, TARGET_PRIVATE.
 */
export const setUp = defineVerb({
  name: 'registry.set-up',
  permission: 'machine',
  effect: 'writes',
  input: z.object({
    token: z.string().max(200),
    organisation: z.string(),
    owner: z.object({
      name: z.string().trim().min(1, 'must not be empty').max(200),
      email: z.email().max(320),
      password: z.string().max(1_000),
    }),
    shop: shopFields,
    logPath: z.string().nullable(),
    logName: z.string().default('access log'),
  }),
  run: async (ctx, input) => {
    await useSetupToken(ctx.db, input.token, ctx.now);
    const { org } = await createOrganisation(ctx, { name: input.organisation });
    const person = ctx.newId('per');
    await createPerson(ctx.db, { id: person, ...input.owner, now: ctx.now });
    await addMember(ctx, person, 'owner');
    const { shop } = await registerShop(ctx, input.shop);
    if (input.logPath !== null) await addSource(ctx, { kind: 'file', shop, name: input.logName, path: input.logPath });
    return { org, person, shop };
  },
});
