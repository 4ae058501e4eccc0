import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { idShape } from '#kernel/shapes.ts';

export const checkState = z.enum(['up', 'down', 'unknown']);

export const checkAdded = defineEvent(
  'watch.check-added',
  z.object({ check: idShape('chk'), shop: idShape('shop'), kind: z.string(), name: z.string() }),
);
export const checkRemoved = defineEvent('watch.check-removed', z.object({ check: idShape('chk') }));
/** A confirmed change. `unknown` means not watched: never shown as up. */
export const stateChanged = defineEvent(
  'watch.state-changed',
  z.object({ check: idShape('chk'), shop: idShape('shop'), name: z.string(), from: checkState, to: checkState, reason: z.string() }),
);
export const checkPaused = defineEvent('watch.check-paused', z.object({ check: idShape('chk'), paused: z.boolean() }));
