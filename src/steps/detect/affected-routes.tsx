import type { Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import { may } from '#kernel/permissions.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { listShops, listSources } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import type { Affected } from './affected/affected.ts';
import { assessChosen, type Choice, type Chosen, takeChoice } from './affected/choice.ts';
import { findLinks } from './affected/find-links.ts';
import { leakOverTime, listRecords } from './affected/list-records.ts';
import { readEntered } from './affected/read-entered.ts';
import { sealedAccountLine, sealedLine } from './affected/sealed-list.ts';
import { spanOf } from './affected/where-parts.ts';
import { type Asked, addAffectedForms } from './affected-forms.tsx';
import { judgeNow } from './checks/judge-groups.ts';
import { choiceOfForm, choiceOfSignal, formOf, moreOf, queryOf } from './choice-form.ts';
import { titleKeyOf } from './explain.ts';
import { readTouched } from './read-touched.ts';
import { findingOf, whole } from './store.ts';
import { type KeptCount, takePeopleCount } from './store-people-counts.ts';
import { tellAffected } from './verbs/tell-affected.ts';
import { AffectedPage } from './views/affected-page.tsx';
import { ChoosePage } from './views/choose-page.tsx';
import { OpenPage } from './views/open-page.tsx';

const PAGE_SIZE = 25;

/** The pages about whose data it was: for a signal, and for a free choice of reads. */
export function addAffectedRoutes(app: Hono<WebEnv>): void {
  app.get('/signals/:id/affected', (c) => showSignal(c));
  app.get('/signals/:id/affected.json', (c) => giveJson(c, choiceOfSignal(c)));
  app.get('/signals/:id/affected.ndjson', async (c) => giveSealed(c, await take(c, choiceOfSignal(c))));
  app.get('/signals/:id/accounts.ndjson', async (c) => giveAccounts(c, await take(c, choiceOfSignal(c))));
  app.get('/affected', (c) => showChoice(c));
  app.get('/affected.json', (c) => giveJson(c, choiceOfForm(c)));
  app.get('/affected.ndjson', async (c) => giveSealed(c, await take(c, choiceOfForm(c))));
  addAffectedForms(app, { showSignal, showChoice });
}

function take(c: Context<WebEnv>, choice: Choice): Promise<Chosen> {
  const { house, scope } = c.var;
  return house.state.inOrg(scope.org, (db) => takeChoice({ db, house, org: scope.org }, choice));
}

async function showSignal(c: Context<WebEnv>, asked: Asked = {}): Promise<Response> {
  const { house, scope, t } = c.var;
  const choice = choiceOfSignal(c);
  const chosen = await take(c, choice);
  const { signal } = chosen;
  if (signal === null) throw new Error('a signal’s choice is a signal');
  const links = signal.reads === null ? [] : await findLinks({ ...place(c), shop: signal.shop_id }, whole(signal.reads));
  const more = moreOf(c);
  const kept = more.length > 0 ? null : await house.state.inOrg(scope.org, (db) => takePeopleCount(db, signal.id));
  const counted = asked.count === undefined ? kept : { askedAt: house.clock.now(), count: asked.count };
  const path = `/detect/signals/${signal.id}/affected`;
  const affected = await assessChosen(place(c), chosen);
  const entered = signal.rule === 'stuffing' ? await readEntered({ ...place(c), shop: chosen.shop }, findingOf(signal)) : null;
  return page(c, {
    step: 'detect',
    title: t('detect.affected.title'),
    heading: withEntered(c, headingOf(c, affected, counted), affected.records, entered?.length ?? 0),
    lead: t(titleKeyOf(signal), { ...signal.facts }),
    crumbs: [
      { href: '/detect', label: t('detect.signals.title') },
      { href: `/detect/signals/${signal.id}`, label: t(`detect.rule.${signal.rule}.name`) },
    ],
    ...(asked.wrong === undefined ? {} : { status: 400 }),
    body: (
      <AffectedPage
        {...(await picturesOf(c, chosen))}
        affected={affected}
        counted={counted}
        entered={entered === null ? null : { accounts: entered, sealed: `/detect/signals/${signal.id}/accounts.ndjson` }}
        links={{ path, all: links, chosen: more }}
        sealed={signal.reads === null ? null : path}
        query={queryOf({ with: more.map(String) })}
        forms={may(scope.actor.role, 'look-sealed') ? { action: `${path}${queryOf({ with: more.map(String) })}`, asked } : null}
      />
    ),
  });
}

async function showChoice(c: Context<WebEnv>, asked: Asked = {}): Promise<Response> {
  const { house, scope, t } = c.var;
  const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
  const form = formOf(c);
  const chosen = shops.some((one) => one.id === form.shop) ? await take(c, choiceOfForm(c)) : null;
  const affected = chosen === null ? null : await assessChosen(place(c), chosen);
  const sealed = may(scope.actor.role, 'look-sealed');
  const counted = asked.count === undefined ? null : { askedAt: house.clock.now(), count: asked.count };
  return page(c, {
    step: 'detect',
    title: t('detect.affected.title'),
    heading: affected === null ? t('detect.affected.choose.heading') : headingOf(c, affected, counted),
    lead: t('detect.affected.choose.lead'),
    crumbs: [{ href: '/detect', label: t('detect.signals.title') }],
    ...(asked.wrong === undefined ? {} : { status: 400 }),
    body: (
      <>
        <ChoosePage shops={shops} chosen={form} />
        {affected === null || chosen === null ? null : (
          <AffectedPage
            {...(await picturesOf(c, chosen))}
            affected={affected}
            counted={counted}
            entered={null}
            links={null}
            forms={sealed ? { action: `/detect/affected${queryOf({ ...form })}`, asked } : null}
            sealed="/detect/affected"
            query={queryOf({ ...form })}
          />
        )}
        {sealed ? <OpenPage wrong={asked.what === 'open' ? asked.wrong : undefined} /> : null}
      </>
    ),
  });
}

/** The document that `shopbell affected --json` prints too; contract/affected.json describes it. */
async function giveJson(c: Context<WebEnv>, choice: Choice): Promise<Response> {
  return c.json(await tellAffected(c.var.scope, { choice }));
}

/** The whole list, sealed: it may be kept and sent on, and only this house can open it. */
async function giveSealed(c: Context<WebEnv>, chosen: Chosen): Promise<Response> {
  const { house, scope } = c.var;
  c.header('Content-Type', 'application/x-ndjson');
  c.header('Content-Disposition', `attachment; filename="${chosen.signal?.id ?? 'records'}.sealed.ndjson"`);
  return stream(c, async (out) => {
    for await (const batch of readTouched(house.telemetry, scope.org, chosen.parts)) await out.write(batch.map(sealedLine).join(''));
  });
}

/** The accounts that a campaign got into, sealed. */
async function giveAccounts(c: Context<WebEnv>, { shop, signal }: Chosen): Promise<Response> {
  const accounts = signal === null ? [] : await readEntered({ ...place(c), shop }, findingOf(signal));
  c.header('Content-Type', 'application/x-ndjson');
  c.header('Content-Disposition', `attachment; filename="${signal?.id ?? 'no'}.accounts.sealed.ndjson"`);
  return c.body(accounts.map(sealedAccountLine).join(''));
}

function place(c: Context<WebEnv>) {
  const { house, scope } = c.var;
  return { telemetry: house.telemetry, org: scope.org, until: house.clock.now() };
}

function headingOf(c: Context<WebEnv>, affected: Affected, counted: KeptCount | null): string {
  const { t } = c.var;
  const { atLeast, atMost } = judgeNow(affected, counted?.count ?? null).people;
  if (atMost === null) return t('detect.affected.heading.open', { atLeast });
  if (atLeast === atMost) return t('detect.affected.heading.exact', { count: atLeast });
  return t('detect.affected.heading', { atLeast, atMost });
}

/** Whoever got into an account saw it, also where no reading of a record is known. */
function withEntered(c: Context<WebEnv>, people: string, records: number, accounts: number): string {
  const { t } = c.var;
  if (accounts === 0) return people;
  const entered = t('detect.affected.heading.entered', { accounts });
  return `${entered} · ${records === 0 ? t('detect.affected.heading.entered-only') : people}`;
}

/** The page of the table that is asked for, and the leak over time. */
async function picturesOf(c: Context<WebEnv>, { parts }: Chosen) {
  const { telemetry, org } = place(c);
  const number = Math.max(1, Math.min(100_000, Math.trunc(Number(c.req.query('page') ?? 1)) || 1));
  const span = spanOf(parts);
  const length = span === null ? 0 : span.to.getTime() - span.from.getTime();
  const sources = await c.var.house.state.inOrg(org, (db) => listSources(db));
  const step = [SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, HOUR].find((one) => length <= 300 * one) ?? DAY;
  return {
    rows: await listRecords(telemetry, org, parts, { from: (number - 1) * PAGE_SIZE, size: PAGE_SIZE }),
    pageSize: PAGE_SIZE,
    sources: new Map(sources.map((source): [string, string] => [source.id, source.name])),
    leak: await leakOverTime(telemetry, org, parts, step),
  };
}
