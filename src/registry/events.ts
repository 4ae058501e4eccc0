import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { idShape } from '#kernel/shapes.ts';
import { sourceKinds } from './types.ts';

export const organisationCreated = defineEvent('registry.organisation-created', z.object({ name: z.string() }));
export const shopRegistered = defineEvent(
  'registry.shop-registered',
  z.object({ shop: idShape('shop'), name: z.string(), url: z.string(), platform: z.string(), allowPrivate: z.boolean() }),
);
export const shopChanged = defineEvent('registry.shop-changed', z.object({ shop: idShape('shop'), changed: z.array(z.string()) }));
export const sourceAdded = defineEvent(
  'registry.source-added',
  z.object({
    source: idShape('src'),
    shop: idShape('shop'),
    kind: z.enum(sourceKinds),
    name: z.string(),
    certificate: z.string().optional(),
  }),
);
export const keyMade = defineEvent('registry.key-made', z.object({ key: z.string(), name: z.string(), permissions: z.array(z.string()) }));
export const keyRevoked = defineEvent('registry.key-revoked', z.object({ key: z.string() }));
export const personAdded = defineEvent('registry.person-added', z.object({ person: z.string(), role: z.string() }));
export const personRemoved = defineEvent('registry.person-removed', z.object({ person: z.string() }));
export const signedIn = defineEvent('registry.signed-in', z.object({ person: z.string() }));
export const signInRefused = defineEvent('registry.sign-in-refused', z.object({ reason: z.string() }));
export const sessionRevoked = defineEvent('registry.session-revoked', z.object({ person: z.string() }));
export const sourceRemoved = defineEvent('registry.source-removed', z.object({ source: idShape('src'), shop: idShape('shop') }));
export const senderPinned = defineEvent(
  'registry.sender-pinned',
  z.object({ source: idShape('src'), shop: idShape('shop'), certificate: z.string().nullable() }),
);
export const sourceZoneSet = defineEvent(
  'registry.source-zone-set',
  z.object({ source: idShape('src'), shop: idShape('shop'), from: z.string(), to: z.string() }),
);
export const roleChanged = defineEvent('registry.role-changed', z.object({ person: z.string(), from: z.string(), to: z.string() }));
export const invitationMade = defineEvent('registry.invitation-made', z.object({ invitation: z.string(), role: z.string() }));
export const invitationWithdrawn = defineEvent('registry.invitation-withdrawn', z.object({ invitation: z.string() }));
export const signedOut = defineEvent('registry.signed-out', z.object({ person: z.string() }));
export const passwordChanged = defineEvent('registry.password-changed', z.object({ person: z.string() }));
export const secondFactorChanged = defineEvent(
  'registry.second-factor-changed',
  z.object({
    person: z.string(),
    factor: z.enum(['totp', 'passkey', 'recovery-codes']),
    change: z.enum(['added', 'removed', 'renewed', 'used']),
  }),
);
export const peopleImported = defineEvent(
  'registry.people-imported',
  z.object({ shop: idShape('shop'), records: z.int(), kinds: z.array(z.string()) }),
);
