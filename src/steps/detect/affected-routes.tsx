import type { Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { listShops } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import type { Affected, Part } from './affected/affected.ts';
import { assessAffected, assessParts } from './affected/assess-affected.ts';
import { findLinks } from './affected/find-links.ts';
import { leakOverTime, listRecords } from './affected/list-records.ts';
import { sealedLine } from './affected/sealed-list.ts';
import { spanOf } from './affected/where-parts.ts';
import { titleKeyOf } from './explain.ts';
import { select } from './finding.ts';
import { textOf, whyOf } from './form-values.ts';
import { readTouched } from './read-touched.ts';
import { findingOf, type SignalRow, takeSignal, whole } from './store.ts';
import { lookUpPerson, type PersonTouched } from './verbs/look-up-person.ts';
import { openSealedList } from './verbs/open-sealed-list.ts';
import { AffectedPage } from './views/affected-page.tsx';
import { ChoosePage, type Chosen } from './views/choose-page.tsx';
import { OpenPage } from './views/open-page.tsx';

const PAGE_SIZE = 50;

/** The pages about whose data it was: for a signal, and for a free choice of reads. */
export function addAffectedRoutes(app: Hono<WebEnv>): void {
  app.get('/signals/:id/affected', (c) => showSignal(c));
  app.post('/signals/:id/affected', askForPerson);
  app.get('/signals/:id/affected.ndjson', giveSealed);
  app.get('/affected', (c) => showChoice(c));
  app.post('/affected/open', openList);
}

/** What a form asked about a person, and what came of it. */
interface Asked {
  readonly result?: PersonTouched;
  readonly wrong?: string;
}

async function showSignal(c: Context<WebEnv>, asked: Asked = {}): Promise<Response> {
  const { house, scope, t } = c.var;
  const { telemetry } = house;
  const signal = await house.state.inOrg(scope.org, (db) => takeSignal(db, idOf(c)));
  const parts = partsOf(signal, withOf(c));
  const place = { telemetry, org: scope.org, shop: signal.shop_id, until: house.clock.now() };
  const own = await assessAffected(place, [findingOf(signal)]);
  const affected = parts.length > 1 ? await assessParts(place, parts) : own;
  const links = signal.reads === null ? [] : await findLinks(place, whole(signal.reads));
  return page(c, {
    step: 'detect',
    title: t('detect.affected.title'),
    heading: headingOf(c, affected),
    lead: t(titleKeyOf(signal), { ...signal.facts }),
    crumbs: [
      { href: '/detect', label: t('detect.signals.title') },
      { href: `/detect/signals/${signal.id}`, label: t(`detect.rule.${signal.rule}.name`) },
    ],
    ...(asked.wrong === undefined ? {} : { status: 400 }),
    body: (
      <AffectedPage
        {...(await picturesOf(c, parts))}
        affected={affected}
        links={{ path: `/detect/signals/${signal.id}/affected`, all: links, chosen: withOf(c) }}
        sealed={signal.reads === null ? null : `/detect/signals/${signal.id}/affected.ndjson`}
        person={may(scope.actor.role, 'look-sealed') ? { path: `/detect/signals/${signal.id}/affected`, asked } : null}
      />
    ),
  });
}

async function askForPerson(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.formData();
  try {
    const result = await lookUpPerson(c.var.scope, { signal: idOf(c), who: textOf(form.get('who')), purpose: textOf(form.get('purpose')) });
    return showSignal(c, { result });
  } catch (thrown) {
    if (thrown instanceof ShopbellError && thrown.code !== 'NOT_FOUND' && thrown.code !== 'NOT_ALLOWED')
      return showSignal(c, { wrong: thrown.message });
    throw thrown;
  }
}

/** The whole list, sealed: it may be kept and sent on, and only this house can open it. */
async function giveSealed(c: Context<WebEnv>): Promise<Response> {
  const { house, scope } = c.var;
  const signal = await house.state.inOrg(scope.org, (db) => takeSignal(db, idOf(c)));
  const parts = partsOf(signal, withOf(c));
  c.header('Content-Type', 'application/x-ndjson');
  c.header('Content-Disposition', `attachment; filename="${signal.id}.sealed.ndjson"`);
  return stream(c, async (out) => {
    for await (const batch of readTouched(house.telemetry, scope.org, parts)) await out.write(batch.map(sealedLine).join(''));
  });
}

async function openList(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.formData();
  try {
    const { csv } = await openSealedList(c.var.scope, { text: textOf(form.get('text')), purpose: textOf(form.get('purpose')) });
    c.header('Content-Type', 'text/csv; charset=utf-8');
    c.header('Content-Disposition', 'attachment; filename="records.csv"');
    c.header('Cache-Control', 'no-store');
    return c.body(csv);
  } catch (thrown) {
    return showChoice(c, whyOf(thrown, ['INPUT_INVALID']));
  }
}

async function showChoice(c: Context<WebEnv>, wrong?: string): Promise<Response> {
  const { house, scope, t } = c.var;
  const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
  const chosen = chosenOf(c, house.clock.now());
  const shop = shops.find((one) => one.id === chosen.shop);
  const parts = shop === undefined ? [] : partOf(chosen, shop.id);
  const affected = shop === undefined ? null : await assessParts({ ...place(c), shop: shop.id }, parts);
  return page(c, {
    step: 'detect',
    title: t('detect.affected.title'),
    heading: affected === null ? t('detect.affected.choose.heading') : headingOf(c, affected),
    lead: t('detect.affected.choose.lead'),
    crumbs: [{ href: '/detect', label: t('detect.signals.title') }],
    ...(wrong === undefined ? {} : { status: 400 }),
    body: (
      <>
        <ChoosePage shops={shops} chosen={chosen} />
        {affected === null ? null : (
          <AffectedPage {...(await picturesOf(c, parts))} affected={affected} links={null} person={null} sealed={null} />
        )}
        {may(scope.actor.role, 'look-sealed') ? <OpenPage wrong={wrong} /> : null}
      </>
    ),
  });
}

function place(c: Context<WebEnv>) {
  const { house, scope } = c.var;
  return { telemetry: house.telemetry, org: scope.org, until: house.clock.now() };
}

function headingOf(c: Context<WebEnv>, { people }: Affected): string {
  const { t } = c.var;
  if (people.atMost === null) return t('detect.affected.heading.open', { atLeast: people.atLeast });
  return t('detect.affected.heading', { atLeast: people.atLeast, atMost: people.atMost });
}

/** The page of the table that is asked for, and the leak over time. */
async function picturesOf(c: Context<WebEnv>, parts: readonly Part[]) {
  const { telemetry, org } = place(c);
  const number = Math.max(1, Math.min(100_000, Math.trunc(Number(c.req.query('page') ?? 1)) || 1));
  const span = spanOf(parts);
  const length = span === null ? 0 : span.to.getTime() - span.from.getTime();
  const step = [SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, HOUR].find((one) => length <= 300 * one) ?? DAY;
  return {
    rows: await listRecords(telemetry, org, parts, { from: (number - 1) * PAGE_SIZE, size: PAGE_SIZE }),
    pageSize: PAGE_SIZE,
    leak: await leakOverTime(telemetry, org, parts, step),
  };
}

function partsOf(signal: SignalRow, more: readonly number[]): Part[] {
  if (signal.reads === null) return [];
  const reads = whole(signal.reads);
  if (more.length === 0) return [{ shop: signal.shop_id, reads }];
  const around = { from: shifted(reads.from, -DAY), to: shifted(reads.to, DAY) };
  return [
    { shop: signal.shop_id, reads },
    { shop: signal.shop_id, reads: select('personal-reads', around, { actors: more }) },
  ];
}

function shifted(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

function withOf(c: Context): number[] {
  const numbers = (c.req.queries('with') ?? []).flatMap((text) => text.split(',')).map(Number);
  return [...new Set(numbers.filter((actor) => Number.isSafeInteger(actor) && actor > 0))].slice(0, 200);
}

function chosenOf(c: Context, now: Date): Chosen {
  const text = (name: string): string => (c.req.query(name) ?? '').trim().slice(0, 500);
  const minute = (at: Date): string => at.toISOString().slice(0, 16);
  return {
    shop: text('shop'),
    address: text('address'),
    route: text('route'),
    from: text('from') || minute(new Date(now.getTime() - DAY)),
    to: text('to') || minute(now),
  };
}

function partOf(chosen: Chosen, shop: string): Part[] {
  const at = (text: string): number => Date.parse(`${text}:00Z`);
  const [from, to] = [at(chosen.from), at(chosen.to)];
  if (Number.isNaN(from) || Number.isNaN(to)) throw new ShopbellError('INPUT_INVALID', { reason: 'from, to: must be times' });
  const span = { from: new Date(Math.min(from, to)).toISOString(), to: new Date(Math.max(from, to) + MINUTE - 1).toISOString() };
  const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');
  const only = { addresses: words(chosen.address), routes: words(chosen.route) };
  return [{ shop, reads: select('personal-reads', span, { anybody: true }), only }];
}

function idOf(c: Context): `sig_${string}` {
  const id = c.req.param('id');
  if (!isId('sig', id)) throw new ShopbellError('NOT_FOUND', { what: 'signal' });
  return id;
}
