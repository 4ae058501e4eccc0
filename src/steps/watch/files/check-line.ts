import { z } from 'zod';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { destinationOf, isHint, kindNames } from '../kinds/kinds.ts';
import type { WatchCheck } from '../store.ts';

/** A check as `GET /api/checks` tells it. `unknown`: nobody looks, or nobody could. */
export const checkLineShape = z.object({
  check: idShape('chk'),
  shop: idShape('shop'),
  shopName: z.string(),
  name: z.string(),
  kind: z.enum(kindNames),
  destination: z.string(),
  state: z.enum(['up', 'down', 'unknown']),
  since: instantShape,
  reason: z.string(),
  /** It comes and goes: so many changes in so many minutes when that was noticed. */
  flapping: z.object({ since: instantShape, changes: z.int(), minutes: z.int() }).nullable(),
  /** Only what a provider says of itself: `down` then wakes nobody. */
  hint: z.boolean(),
  paused: z.boolean(),
  lastAt: instantShape.nullable(),
  lastMs: z.number().nullable(),
  everyMs: z.int(),
  behind: idShape('chk').nullable(),
  file: z.object({ set: z.string(), key: z.string() }).nullable(),
});

export function checkLine(check: WatchCheck, shopName: string): z.output<typeof checkLineShape> {
  const { id, shop, name, target, standing, paused, lastMs, everyMs, behind, file } = check;
  return {
    ...{ check: id, shop, shopName, name, kind: target.kind, destination: destinationOf(target), state: standing.state },
    ...{ since: standing.since.toISOString(), reason: standing.reason, paused, lastAt: standing.lastAt?.toISOString() ?? null },
    flapping: standing.flapping && { ...standing.flapping, since: standing.flapping.since.toISOString() },
    ...{ hint: isHint(target), lastMs, everyMs, behind, file: file && { set: file.set, key: file.key } },
  };
}
