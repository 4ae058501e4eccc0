import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import type { Id } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { severityShape } from '#kernel/shapes.ts';
import { findShop, listShops } from '#registry/index.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { askChanges } from './ask-changes.ts';
import { askHints } from './ask-hints.ts';
import { askMoneyAtRisk, askOneMoneyAtRisk } from './ask-money-at-risk.ts';
import { contactRoutes } from './contact-routes.tsx';
import { mailboxRoutes } from './mailbox-routes.tsx';
import { listContacts, listIncidents, readIncident } from './readers.ts';
import { acknowledgeIncident } from './verbs/acknowledge-incident.ts';
import { assignIncident } from './verbs/assign-incident.ts';
import { closeIncident } from './verbs/close-incident.ts';
import { containIncident } from './verbs/contain-incident.ts';
import { noteIncident } from './verbs/note-incident.ts';
import { openIncident } from './verbs/open-incident.ts';
import { IncidentPage } from './views/incident-page.tsx';
import { IncidentsPage } from './views/incidents-page.tsx';
import { OpenPage } from './views/open-page.tsx';

/** Of so many open incidents the list says what they cost. */
const MOST_ASKED = 20;

/** The console's pages of this room, mounted at `/respond`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', showList);
  app.get('/incidents', (c) => c.redirect('/respond', 303));
  app.get('/incidents/new', showOpen);
  app.post('/incidents', async (c) => {
    const form = await readForm(c);
    const severity = severityShape.catch('high').parse(form.severity);
    const shop = idOf('shop', form.shop);
    const { incident } = await openIncident(c.var.scope, {
      shop,
      title: form.title ?? '',
      severity,
      touchesPeople: form.touchesPeople === 'yes',
    });
    return c.redirect(`/respond/incidents/${incident}`, 303);
  });
  app.get('/incidents/:id', showIncident);
  app.post('/incidents/:id/:action', act);
  app.route('/contacts', contactRoutes());
  app.route('/mailbox', mailboxRoutes());
  return app;
}

async function showList(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const { incidents, shops, contacts } = await house.state.inOrg(scope.org, async (db) => ({
    incidents: await listIncidents(db, scope.org),
    shops: await listShops(db),
    contacts: await listContacts(db, scope.org),
  }));
  const open = incidents.filter((incident) => incident.status !== 'closed');
  const risks = await askMoneyAtRisk(house, scope.org, open.filter(({ recovered_at }) => recovered_at === null).slice(0, MOST_ASKED));
  return page(c, {
    step: 'respond',
    title: t('respond.name'),
    heading: t('respond.heading', { open: open.length }),
    lead: t('respond.lead-line'),
    actions: (
      <>
        <ButtonLink href="/respond/incidents/new">{t('respond.open.link')}</ButtonLink>
        <ButtonLink href="/respond/contacts">{t('respond.contacts.heading')}</ButtonLink>
        {house.mailer.mode === 'local' ? <ButtonLink href="/respond/mailbox">{t('respond.mailbox.heading')}</ButtonLink> : null}
      </>
    ),
    body: (
      <IncidentsPage
        risks={risks}
        incidents={incidents}
        contacts={contacts.length}
        shopName={(id) => shops.find((shop) => shop.id === id)?.name ?? id}
      />
    ),
  });
}

async function showOpen(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
  const crumbs = [{ href: '/respond', label: t('respond.name') }];
  return page(c, {
    step: 'respond',
    title: t('respond.open.link'),
    heading: t('respond.open.heading'),
    crumbs,
    body: <OpenPage shops={shops} />,
  });
}

async function showIncident(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t, person } = c.var;
  const id = idOf('inc', c.req.param('id'));
  const { view, shop } = await house.state.inOrg(scope.org, async (db) => {
    const found = await readIncident(db, scope.org, id);
    const name = await findShop(db, found.incident.shop_id).then(
      (one) => one.name,
      () => found.incident.shop_id,
    );
    return { view: found, shop: name };
  });
  const [risk, hints, changes] = await Promise.all([
    askOneMoneyAtRisk(house, scope.org, view.incident),
    askHints(house, scope.org, view.incident),
    askChanges(house, scope.org, view.incident),
  ]);
  return page(c, {
    step: 'respond',
    title: view.incident.title,
    heading: view.incident.title,
    lead: t('respond.incident.lead', { number: view.incident.number, shop }),
    crumbs: [{ href: '/respond', label: t('respond.name') }],
    body: (
      <IncidentPage
        {...view}
        shop={shop}
        person={person}
        now={house.clock.now()}
        risk={risk}
        hints={hints}
        changes={changes}
        mayRespond={may(scope.actor.role, 'respond')}
      />
    ),
  });
}

async function act(c: Context<WebEnv>): Promise<Response> {
  const { scope } = c.var;
  const incident = idOf('inc', c.req.param('id'));
  const form = await readForm(c);
  const actions: Readonly<Record<string, () => Promise<unknown>>> = {
    acknowledge: () => acknowledgeIncident(scope, { incident }),
    assign: () => assignIncident(scope, { incident, to: scope.actor.id }),
    note: () => noteIncident(scope, { incident, text: form.text ?? '' }),
    contain: () => containIncident(scope, { incident, how: form.how ?? '' }),
    close: () => closeIncident(scope, { incident, because: form.because ?? '' }),
  };
  const action = Object.hasOwn(actions, c.req.param('action') ?? '') ? actions[c.req.param('action') ?? ''] : undefined;
  if (!action) throw new ShopbellError('NOT_FOUND', { what: 'action' });
  await action();
  return c.redirect(`/respond/incidents/${incident}`, 303);
}

function idOf<P extends string>(prefix: P, text: string | undefined): Id<P> {
  if (!isId(prefix, text)) throw new ShopbellError('NOT_FOUND', { what: prefix === 'inc' ? 'incident' : prefix });
  return text;
}

async function readForm(c: Context<WebEnv>): Promise<Readonly<Record<string, string | undefined>>> {
  const body = await c.req.parseBody();
  return Object.fromEntries(Object.entries(body).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}
