import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { CheckId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { beatAddress } from '../beat-mail.ts';
import { hashOfSecrets } from '../check-secrets.ts';
import { checksApplied } from '../events.ts';
import { type AppliedDocument, checkFilesShape } from '../files/apply-document.ts';
import { type Planned, wantedState } from '../files/plan-checks.ts';
import { type FilesPlan, planFromFiles } from '../files/plan-from-files.ts';
import type { WantedCheck } from '../files/read-check-files.ts';
import { watchTables } from '../store.ts';
import { addCheck } from './add-check.ts';
import { changeCheck } from './change-check.ts';
import { removeCheck } from './remove-check.ts';

/**
 * Makes the checks as the files want them, all or none. With a fault nothing is done and the document says why. Throws NOT_ALLOWED,
 * SECRETS_NEEDED.
 */
export const applyChecks = defineVerb({
  name: 'watch.apply-checks',
  permission: 'set-checks',
  effect: 'writes',
  input: checkFilesShape.extend({ only: idShape('shop').nullable() }),
  run: async (ctx, { only, ...input }): Promise<AppliedDocument> => {
    // Two that apply at once would each plan against what the other is about to change.
    await sql`select pg_advisory_xact_lock(hashtext(${`watch.apply ${ctx.org}`}))`.execute(ctx.db);
    const plan = await planFromFiles(ctx, input, only);
    if (plan.document.faults.length > 0) return asUnchanged(plan.document);
    const beats = await carryOut(ctx, input.set, plan);
    const count = (...actions: Planned['action'][]) => plan.planned.filter(({ action }) => actions.includes(action)).length;
    const counts = { added: count('add', 'replace'), changed: count('change', 'adopt'), removed: count('remove', 'replace') };
    const document = { ...plan.document, applied: true, beats };
    if (Object.values(counts).every((number) => number === 0)) return asUnchanged(document);
    await ctx.record(checksApplied, { set: input.set, ...counts }, input.set);
    return document;
  },
});

/** Removes first, adds parents before what depends on them, then changes. Returns the addresses of new heartbeats. */
async function carryOut(ctx: Ctx, set: string, { planned, secretsOf, placeOf }: FilesPlan): Promise<AppliedDocument['beats']> {
  const beats: AppliedDocument['beats'] = [];
  const ids = new Map<string, CheckId>();
  for (const { action, check, key } of planned) {
    if (check !== null && (action === 'remove' || action === 'replace')) await removeCheck({ ...ctx, ctx }, { check });
    else if (check !== null) ids.set(key, check);
  }
  const settings = (one: WantedCheck) => ({
    ...{ name: one.name, target: one.target, everyMs: one.everyMs, failures: one.failures, severity: one.severity, place: placeOf(one) },
    dependsOn: one.dependsOn.flatMap((key) => ids.get(key) ?? []),
  });
  const wanted = planned.flatMap((one) => (one.wanted === null ? [] : [{ ...one, wanted: one.wanted }]));
  for (const one of parentsFirst(wanted.filter(({ action }) => action === 'add' || action === 'replace'))) {
    const added = await addCheck(
      { ...ctx, ctx },
      { shop: one.shop, ...settings(one.wanted), secrets: { ...(secretsOf(one.wanted) ?? {}) } },
    );
    ids.set(one.key, added.check);
    if (added.token !== null) {
      const mail = beatAddress(ctx.house, { id: added.check, org: ctx.org });
      beats.push({ key: one.key, url: `${ctx.house.publicUrl}/in/beat/${added.token}`, mail });
    }
  }
  for (const { action, check, wanted: one } of wanted) {
    if (check === null || (action !== 'change' && action !== 'adopt')) continue;
    const secrets = secretsOf(one);
    await changeCheck({ ...ctx, ctx }, { check, ...settings(one), secrets: secrets === null ? null : { ...secrets } });
  }
  for (const { wanted: one, key } of wanted) await keepState(ctx, { set, key, check: ids.get(key), one, secrets: secretsOf(one) });
  return beats;
}

interface Keeping {
  readonly set: string;
  readonly key: string;
  readonly check: CheckId | undefined;
  readonly one: WantedCheck;
  readonly secrets: Readonly<Record<string, string>> | null;
}

/** What the files said is kept, so that what somebody changes by hand later can be told. */
async function keepState(ctx: Ctx, { set, key, check, one, secrets }: Keeping): Promise<void> {
  if (check === undefined) return;
  const own = watchTables(ctx.db);
  const row = await own
    .selectFrom('watch_checks')
    .select(['secrets_hash', 'file_set', 'file_key', 'file_state'])
    .where('org_id', '=', ctx.org)
    .where('check_id', '=', check)
    .executeTakeFirstOrThrow();
  const hash = secrets === null ? row.secrets_hash : hashOfSecrets(ctx.house, ctx.org, secrets);
  const state = wantedState(one, hash);
  if (row.file_set === set && row.file_key === key && isDeepStrictEqual(row.file_state, state)) return;
  await own
    .updateTable('watch_checks')
    .set({ file_set: set, file_key: key, file_state: JSON.stringify(state) })
    .where('org_id', '=', ctx.org)
    .where('check_id', '=', check)
    .execute();
}

/** A check after all that it depends on; files hold no circles. */
function parentsFirst<T extends { readonly key: string; readonly wanted: WantedCheck }>(all: readonly T[]): T[] {
  const sorted: T[] = [];
  const placed = new Set<string>();
  const waiting = new Map(all.map((one) => [one.key, one]));
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((one) => one.wanted.dependsOn.every((key) => placed.has(key) || !waiting.has(key)));
    if (ready.length === 0) break;
    for (const one of ready) {
      sorted.push(one);
      placed.add(one.key);
      waiting.delete(one.key);
    }
  }
  return sorted;
}
