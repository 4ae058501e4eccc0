import type { Tx } from '#engines/state/types.ts';
import type { Scope } from '#engines/verb.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { loadLibraries } from './bills/load-libraries.ts';
import { checkControl } from './collectors/check-control.ts';
import { maskSample } from './collectors/collect-exposures.ts';
import { collectInspection } from './collectors/collect-inspection.ts';
import type { PagePicture } from './collectors/collect-options.ts';
import type { Inspection } from './inspection.ts';
import { readAges } from './inventory/domain-ages.ts';
import { keepSources } from './inventory/keep-sources.ts';
import { readAuthorised } from './inventory/read-authorised.ts';
import { readVisitors } from './inventory/read-visitors.ts';
import { isControlled } from './is-controlled.ts';
import { lookThroughAnswers } from './look-through-answers.ts';
import { inspectTables, type KeptPicture, type RunId, readSettings } from './store.ts';
import { exposures } from './tables.ts';
import { openTestAccounts } from './test-account-secrets.ts';
import { finishInspection } from './verbs/finish-inspection.ts';
import { noteControl } from './verbs/note-control.ts';

const PICTURE_DAYS = 6.5;
const MOST_PICTURES = 4;

/** Does one started inspection: looks, saves what it saw, judges. A finished one is left alone. Throws NOT_FOUND. */
export async function runInspection(scope: Scope, run: RunId, options: { readonly perSecond?: number } = {}): Promise<void> {
  const { house, org } = scope;
  const plan = await house.state.inOrg(org, async (db) => {
    const row = await inspectTables(db)
      .selectFrom('inspect_runs')
      .selectAll()
      .where('org_id', '=', org)
      .where('run_id', '=', run)
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'inspection' });
    const [shop, settings, authorised] = [
      await findShop(db, row.shop_id),
      await readSettings(db, org, row.shop_id),
      await readAuthorised(db, org, row.shop_id, house.clock.now()),
    ];
    const ages = await readAges(db, org, house.clock.now());
    return { row, shop, settings, authorised, ages, wantsPictures: await wantsPictures(db, org, row.shop_id, house.clock.now()) };
  });
  if (plan.row.finished_at !== null) return;
  const started = house.clock.ticks();
  await loadLibraries(house.advisories).catch((thrown: unknown) =>
    house.log.warn('libraries could not be read', { reason: messageOf(thrown) }),
  );
  const pictures: PagePicture[] = [];
  const accounts = openTestAccounts(house, org, plan.settings, plan.shop.allowPrivate);
  const through = lookThroughAnswers(house, org, plan.shop, accounts);
  const looked = await collectInspection(through.outside, {
    url: plan.shop.url,
    allowPrivate: plan.shop.allowPrivate,
    controlled: isControlled(plan.shop, plan.settings),
    paymentPage: plan.settings.paymentPage,
    journey: plan.settings.journey,
    findPaymentPage: true,
    country: plan.shop.country,
    timeZone: plan.shop.timeZone,
    authorised: plan.authorised,
    accounts,
    ownDomains: plan.settings.ownDomains,
    ages: plan.ages,
    ...(plan.wantsPictures ? { onPicture: (picture: PagePicture) => pictures.push(picture) } : {}),
    ...options,
  });
  await through.keep();
  const inspection = { ...looked, visitors: await readVisitors(scope, plan.shop, plan.settings.paymentPage) };
  const sources = await keepSources(scope, inspection);
  const kept = maskInspection(inspection);
  const artifact = await house.artifacts.save(org, Buffer.from(JSON.stringify(kept)));
  const saved: KeptPicture[] = [];
  for (const { url, jpeg } of pictures.slice(0, MOST_PICTURES)) saved.push({ url, artifact: await house.artifacts.save(org, jpeg) });
  const elapsedMs = Math.round(house.clock.ticks() - started);
  await finishInspection(scope, { run, inspection, artifact, sources, pictures: saved, elapsedMs });
}

/** Assessors ask for a look a week; a picture of each night would fill disks and show nobody more. */
async function wantsPictures(db: Tx, org: OrgId, shop: ShopId, now: Date): Promise<boolean> {
  const row = await inspectTables(db)
    .selectFrom('inspect_runs')
    .select('run_id')
    .where('org_id', '=', org)
    .where('shop_id', '=', shop)
    .where('pictures', 'is not', null)
    .where('started_at', '>', addMs(now, -PICTURE_DAYS * DAY))
    .limit(1)
    .executeTakeFirst();
  return row === undefined;
}

/** The inspection as it may be kept: samples of what lay open are masked. */
function maskInspection(inspection: Inspection): Inspection {
  const secret = new Map(exposures().map((entry) => [entry.id, entry]));
  const { payment } = inspection;
  return {
    ...inspection,
    payment: payment?.kind === 'got' ? { kind: 'got', value: { ...payment.value, sources: {} } } : payment,
    exposures: inspection.exposures.map((probe) => {
      if (probe.answer.kind === 'unknown') return probe;
      const entry = secret.get(probe.id) ?? { secret: true };
      return {
        ...probe,
        answer: { kind: 'got', value: { ...probe.answer.value, cookies: [], body: maskSample(entry, probe.answer.value.body) } },
      };
    }),
  };
}

/** Looks whether the shop shows its word, and notes it. */
export async function proveControl(scope: Scope, shopId: string): Promise<boolean> {
  const { house, org } = scope;
  const { shop, settings } = await house.state.inOrg(org, async (db) => ({
    shop: await findShop(db, shopId),
    settings: await readSettings(db, org, shopId),
  }));
  if (settings.controlToken === null) return false;
  const by = await checkControl(house, shop, settings.controlToken);
  if (by === null) return false;
  await noteControl({ ...scope, actor: { kind: 'system', id: 'inspect', role: 'system' } }, { shop: shop.id, by });
  return true;
}
