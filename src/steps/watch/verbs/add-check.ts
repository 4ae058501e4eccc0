import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { checkInterval } from '../check-interval.ts';
import { hashOfSecrets, sealSecrets, secretsShape } from '../check-secrets.ts';
import { checkParents } from '../checks/check-parents.ts';
import { checkSeverities } from '../checks/check-severity.ts';
import { checkAdded } from '../events.ts';
import { checkJourney } from '../journeys/check-journey.ts';
import { targetShape } from '../kinds/kinds.ts';
import { listParents } from '../list-parents.ts';
import { checkPlace } from '../places/check-place.ts';
import { watchTables } from '../store.ts';

/** What a check can be told, by whichever way. */
export const checkSettings = {
  name: z.string().trim().min(1).max(120),
  target: targetShape,
  /** Between two looks, ms; from one second to a day. */
  everyMs: z.int().min(1_000).max(86_400_000).default(20_000),
  /** Failures in a row until it is down. */
  failures: z.int().min(1).max(10).default(2),
  /** How grave it is when it is down. */
  severity: z.enum(checkSeverities).default('high'),
  /** Checks without which this one cannot be up. */
  dependsOn: z.array(idShape('chk')).max(20).default([]),
  /** From where it is looked at; `null`: from here. */
  place: idShape('place').nullable().default(null),
};

/** Adds a check to a shop. A heartbeat gets its secret token here, once: only its hash is kept. Throws NOT_FOUND, INPUT_INVALID, JOURNEY_INVALID. */
export const addCheck = defineVerb({
  name: 'watch.add-check',
  permission: 'set-checks',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), ...checkSettings, secrets: secretsShape.default({}) }),
  run: async (ctx, input) => {
    const shop = await findShop(ctx.db, input.shop);
    const check = ctx.newId('chk');
    checkInterval(input.target, input.everyMs);
    await checkJourney(ctx.house, input.target);
    await checkPlace(ctx.db, input.place, input.target.kind);
    checkParents(check, input.dependsOn, await listParents(ctx.db));
    const token = input.target.kind === 'heartbeat' ? `${ctx.org}.${Buffer.from(ctx.house.random.bytes(24)).toString('base64url')}` : null;
    await watchTables(ctx.db)
      .insertInto('watch_checks')
      .values({
        org_id: ctx.org,
        check_id: check,
        shop_id: shop.id,
        name: input.name,
        target: JSON.stringify(input.target),
        every_ms: input.everyMs,
        failures: input.failures,
        severity: input.severity,
        depends_on: input.dependsOn,
        place_id: input.place,
        secrets: sealSecrets(ctx.house, ctx.org, input.secrets),
        secrets_hash: hashOfSecrets(ctx.house, ctx.org, input.secrets),
        allow_private: shop.allowPrivate,
        since: ctx.now,
        added_at: ctx.now,
        beat_hash: token === null ? null : hashOfToken(token),
      })
      .execute();
    await ctx.record(checkAdded, { check, shop: shop.id, kind: input.target.kind, name: input.name }, check);
    return { check, token };
  },
});

/** A token is kept only as its hash. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
