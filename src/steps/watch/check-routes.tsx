import type { Context, Hono } from 'hono';
import { stringify } from 'yaml';
import { ShopbellError } from '#kernel/errors.ts';
import { type CheckId, isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { addMs, DAY, HOUR } from '#kernel/time.ts';
import { listShops } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { formatTime } from '#web/components/time.tsx';
import { page } from '#web/page.tsx';
import type { Locale, Translate, WebEnv } from '#web/types.ts';
import { beatAddress } from './beat-mail.ts';
import { readShopChanges } from './changes/read-shop-changes.ts';
import { openSecrets } from './check-secrets.ts';
import { PIECE } from './checks/hours-of-day.ts';
import { driftOf } from './files/plan-checks.ts';
import { listRuns } from './journeys/store.ts';
import { fieldsOf, isHint, type KindName, kindNames } from './kinds/kinds.ts';
import { listPlaces, type Place } from './places/store.ts';
import { readChanges } from './read-changes.ts';
import { fieldName, readCheckForm, textOf } from './read-check-form.ts';
import { readFlapSpans } from './read-flap-spans.ts';
import { readPhases, readSlots } from './read-history.ts';
import { sayReason } from './say-reason.ts';
import { standOf } from './stand-of.ts';
import { checkOf, listChecks, type WatchCheck, watchTables } from './store.ts';
import { addCheck } from './verbs/add-check.ts';
import { changeCheck } from './verbs/change-check.ts';
import { pauseCheck } from './verbs/pause-check.ts';
import { removeCheck } from './verbs/remove-check.ts';
import { BeatPage } from './views/beat-page.tsx';
import { CheckForm } from './views/check-form.tsx';
import { CheckPage } from './views/check-page.tsx';
import { KindsPage } from './views/kinds-page.tsx';
import { StatePill } from './views/overview.tsx';

type Ask = Context<WebEnv>;
type Sent = Readonly<Record<string, readonly string[]>>;

/** Pages of single checks: choose a kind, add, look at, change, pause, remove. */
export function addCheckRoutes(app: Hono<WebEnv>): void {
  app.get('/new', showNew);
  app.post('/checks', takeNew);
  app.get('/checks/:id', showCheck);
  app.get('/checks/:id/change', async (c) => {
    const { check } = await readCheck(c);
    return showForm(c, { kind: check.target.kind, check, sent: sentOf(check) });
  });
  app.post('/checks/:id/change', takeChange);
  app.post('/checks/:id/pause', async (c) => {
    const check = idOf(c);
    const form = await c.req.formData();
    await pauseCheck(c.var.scope, { check, paused: form.get('paused') === 'yes' });
    return c.redirect(`/watch/checks/${check}`, 303);
  });
  app.post('/checks/:id/remove', async (c) => {
    await removeCheck(c.var.scope, { check: idOf(c) });
    return c.redirect('/watch', 303);
  });
}

async function showNew(c: Ask): Promise<Response> {
  const { t } = c.var;
  const kind = c.req.query('kind');
  const shop = c.req.query('shop');
  if (isKind(kind)) return showForm(c, { kind, sent: { seconds: [usualSeconds(kind)], ...(shop === undefined ? {} : { shop: [shop] }) } });
  return page(c, {
    step: 'watch',
    title: t('watch.add.heading'),
    heading: t('watch.add.heading'),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
    body: <KindsPage shop={shop} />,
  });
}

/** What changes slowly is not looked at every twenty seconds. */
function usualSeconds(kind: KindName): string {
  if (kind === 'domain') return '43200';
  if (kind === 'tls' || kind === 'dnssec') return '3600';
  if (kind === 'webhooks' || kind === 'queue') return '900';
  if (kind === 'journey' || kind === 'mail') return '300';
  if (kind === 'provider-status') return '120';
  return kind === 'dns' ? '300' : kind === 'sql' || kind === 'api' || kind === 'prometheus' ? '60' : '20';
}

function isKind(text: string | undefined): text is KindName {
  return kindNames.some((kind) => kind === text);
}

interface FormState {
  readonly kind: KindName;
  readonly check?: WatchCheck;
  readonly sent: Sent;
  readonly error?: string;
}

async function showForm(c: Ask, { kind, check, sent, error }: FormState): Promise<Response> {
  const { house, scope, t } = c.var;
  const { shops, others, places } = await house.state.inOrg(scope.org, async (db) => ({
    places: await listPlaces(db, scope.org),
    shops: (await listShops(db)) as readonly Shop[],
    others: (await listChecks(db, scope.org)).filter((one) => one.id !== check?.id && !isHint(one.target)),
  }));
  const title = check ? t('watch.change.heading', { name: check.name }) : t('watch.add.heading');
  const kept = check ? Object.keys(openSecrets(house, check)) : [];
  return page(c, {
    step: 'watch',
    title,
    heading: title,
    crumbs: [{ href: '/watch', label: t('watch.name') }, ...(check ? [{ href: `/watch/checks/${check.id}`, label: check.name }] : [])],
    body: <CheckForm {...{ kind, shops, others, places, kept, error }} values={sent} {...(check ? { check } : {})} />,
    ...(error === undefined ? {} : { status: 400 }),
  });
}

async function takeNew(c: Ask): Promise<Response> {
  const { house, scope, t } = c.var;
  const sent = await sentWith(c);
  return orAgain(c, sent, undefined, async () => {
    const shop = sent.shop?.[0] ?? '';
    if (!isId('shop', shop)) throw new ShopbellError('INPUT_INVALID', { reason: 'shop: choose a shop' });
    const { check, token } = await addCheck(scope, { shop, ...readCheckForm(sent) });
    if (token === null) return c.redirect(`/watch/checks/${check}`, 303);
    const url = `${house.publicUrl}/in/beat/${token}`;
    return page(c, {
      step: 'watch',
      title: t('watch.beat.heading'),
      heading: t('watch.beat.heading'),
      body: <BeatPage url={url} mail={beatAddress(house, { id: check, org: scope.org })} check={check} />,
    });
  });
}

/** Secrets that are not given again stay. */
async function takeChange(c: Ask): Promise<Response> {
  const { check } = await readCheck(c);
  const sent = await sentWith(c);
  return orAgain(c, sent, check, async () => {
    const { secrets, ...told } = readCheckForm(sent);
    await changeCheck(c.var.scope, { check: check.id, ...told, secrets: Object.keys(secrets).length === 0 ? null : secrets });
    return c.redirect(`/watch/checks/${check.id}`, 303);
  });
}

/** What was not taken is shown again with the reason, its secrets apart. */
async function orAgain(c: Ask, sent: Sent, check: WatchCheck | undefined, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    const kind = sent.kind?.[0];
    return showForm(c, { kind: isKind(kind) ? kind : 'http', sent, error: thrown.message, ...(check ? { check } : {}) });
  }
}

async function sentWith(c: Ask): Promise<Sent> {
  const fields = [...(await c.req.formData())].map(([name, value]) => [name, String(value)] as const);
  const groups = Map.groupBy(fields, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(([, value]) => value)]));
}

interface FoundCheck {
  readonly check: WatchCheck;
  readonly addedAt: Date;
  readonly others: readonly WatchCheck[];
  readonly places: readonly Place[];
}

/** A check's settings, as the form would send them. */
function sentOf(check: WatchCheck): Sent {
  const target: Readonly<Record<string, unknown>> = check.target;
  const own = fieldsOf(check.target.kind).map((field): [string, string[]] => {
    const value = target[field.name];
    return [fieldName(field), [field.as === 'tick' ? (value === true ? 'yes' : 'no') : textOf(field, value, (one) => stringify(one))]];
  });
  return {
    ...Object.fromEntries(own),
    name: [check.name],
    seconds: [String(check.everyMs / 1_000)],
    failures: [String(check.failures)],
    severity: [check.severity],
    dependsOn: check.dependsOn,
    place: [check.place ?? ''],
  };
}

async function readCheck(c: Ask): Promise<FoundCheck> {
  const { house, scope } = c.var;
  const id = idOf(c);
  const { row, ...more } = await house.state.inOrg(scope.org, async (db) => ({
    places: await listPlaces(db, scope.org),
    row: await watchTables(db)
      .selectFrom('watch_checks')
      .selectAll()
      .where('org_id', '=', scope.org)
      .where('check_id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
    others: await listChecks(db, scope.org),
  }));
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'check' });
  return { check: checkOf(row), addedAt: row.added_at, ...more };
}

async function showCheck(c: Ask): Promise<Response> {
  const { house, scope, t, locale, timeZone, person } = c.var;
  const now = house.clock.now();
  const { check, addedAt, others, places } = await readCheck(c);
  const since = addMs(now, -DAY);
  const { changes, spans, runs } = await house.state.inOrg(scope.org, async (db) => ({
    changes: await readChanges(db, check.id),
    runs: check.target.kind === 'journey' ? await listRuns(db, scope.org, check.id) : null,
    spans: await readFlapSpans(db, [check], since, now),
  }));
  const [shopChanges, hours, pieces, phases] = await Promise.all([
    readShopChanges(house, { org: scope.org, shop: check.shop, from: since, to: now, states: false }),
    readSlots(house, scope.org, since, HOUR),
    readSlots(house, scope.org, since, PIECE),
    readPhases(house, scope.org, check.id, since),
  ]);
  const nameOf = (id: CheckId) => others.find((one) => one.id === id)?.name ?? id;
  const names = new Map(places.map((place) => [place.id, place.name]));
  const drift = driftOf(check, { keys: new Map(others.map((one) => [one.id, one.file?.key ?? one.id])), places: names });
  const place = check.place === null ? null : (names.get(check.place) ?? null);
  const knowsBeats = check.target.kind === 'heartbeat' && may(scope.actor.role, 'set-checks');
  const props = {
    beatMail: knowsBeats ? beatAddress(house, check) : undefined,
    drift,
    place,
    check,
    changes,
    shopChanges,
    person: person?.id ?? null,
    runs,
    spans: spans.get(check.id) ?? [],
    phases,
    now,
    addedAt,
    nameOf,
    hours: hours.get(check.id) ?? [],
    pieces: pieces.get(check.id) ?? [],
  };
  return page(c, {
    step: 'watch',
    title: check.name,
    heading: t(`watch.check.heading-${standOf(check)}`, { name: check.name }),
    lead: leadOf(check, { nameOf, t, locale, timeZone: timeZone ?? 'UTC' }),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
    actions: (
      <>
        <StatePill check={check} />
        <ButtonLink href={`/watch/checks/${check.id}/change`}>{t('watch.change.link')}</ButtonLink>
      </>
    ),
    body: <CheckPage {...props} />,
  });
}

interface LeadWords {
  readonly nameOf: (id: CheckId) => string;
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
}

function leadOf(check: WatchCheck, { nameOf, ...reader }: LeadWords): string {
  const { t, locale, timeZone } = reader;
  const { flapping, state } = check.standing;
  const reason = sayReason(check.standing.reason, reader);
  if (standOf(check) === 'behind' && check.behind !== null) return t('watch.check.behind', { name: nameOf(check.behind) });
  if (flapping && !check.paused) {
    const since = formatTime(flapping.since, locale, timeZone);
    return t('watch.check.flapping-lead', { ...flapping, since, state: t(`watch.state.${state}`), reason });
  }
  return isHint(check.target) ? `${reason}. ${t('watch.check.only-hint')}` : reason;
}

function idOf(c: Ask): CheckId {
  const id = c.req.param('id') ?? '';
  if (!isId('chk', id)) throw new ShopbellError('NOT_FOUND', { what: 'check' });
  return id;
}
