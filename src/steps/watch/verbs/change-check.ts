import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { checkInterval } from '../check-interval.ts';
import { hashOfSecrets, sealSecrets, secretsShape } from '../check-secrets.ts';
import { checkParents } from '../checks/check-parents.ts';
import { isSameSettings } from '../checks/is-same-settings.ts';
import { checkChanged } from '../events.ts';
import { checkJourney } from '../journeys/check-journey.ts';
import { destinationOf, type Target } from '../kinds/kinds.ts';
import { listParents } from '../list-parents.ts';
import { checkPlace } from '../places/check-place.ts';
import { checkOf, type WatchCheck, watchTables } from '../store.ts';
import { checkSettings } from './add-check.ts';

/**
 * Changes a check. Its secrets stay when none are given, unless it now goes elsewhere: whoever may set a target must not be able to have
 * a secret sent to a place of their own. Throws NOT_FOUND, INPUT_INVALID, JOURNEY_INVALID, SECRETS_NEEDED.
 */
export const changeCheck = defineVerb({
  name: 'watch.change-check',
  permission: 'set-checks',
  effect: 'writes',
  input: z.object({ check: idShape('chk'), ...checkSettings, secrets: secretsShape.nullable().default(null) }),
  run: async (ctx, input) => {
    const row = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('check_id', '=', input.check)
      .where('removed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'check' });
    const before = checkOf(row);
    refuseAnotherKind(before.target, input.target);
    if (input.secrets === null && isSameSettings(before, input)) return asUnchanged({ check: before.id, changed: false });
    if (input.secrets === null && before.place === input.place) refuseToSendElsewhere(before, input.target);
    checkInterval(input.target, input.everyMs);
    await checkJourney(ctx.house, input.target);
    await checkPlace(ctx.db, input.place, input.target.kind);
    checkParents(before.id, input.dependsOn, await listParents(ctx.db));
    await watchTables(ctx.db)
      .updateTable('watch_checks')
      .set({
        name: input.name,
        target: JSON.stringify(input.target),
        every_ms: input.everyMs,
        failures: input.failures,
        severity: input.severity,
        depends_on: input.dependsOn,
        place_id: input.place,
        ...secretColumns(ctx, input.secrets),
      })
      .where('org_id', '=', ctx.org)
      .where('check_id', '=', input.check)
      .execute();
    const { name, target } = input;
    await ctx.record(
      checkChanged,
      { check: before.id, shop: before.shop, kind: target.kind, name, secrets: input.secrets !== null },
      before.id,
    );
    return { check: before.id, changed: true };
  },
});

function secretColumns({ house, org }: Ctx, values: Readonly<Record<string, string>> | null) {
  return values === null ? {} : { secrets: sealSecrets(house, org, values), secrets_hash: hashOfSecrets(house, org, values) };
}

/** A heartbeat has its token, and what was measured belongs to the kind: another kind is another check. */
function refuseAnotherKind(before: Target, after: Target): void {
  if (before.kind === after.kind) return;
  throw new ShopbellError('INPUT_INVALID', { reason: `kind: is ${before.kind} and cannot become ${after.kind}; add another check` });
}

function refuseToSendElsewhere(before: WatchCheck, after: Target): void {
  const destination = destinationOf(after);
  if (before.secrets !== null && destinationOf(before.target) !== destination) throw new ShopbellError('SECRETS_NEEDED', { destination });
}
