import { Hono } from 'hono';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { addCaseForms } from './case-form-routes.tsx';
import { addCasePages } from './case-routes.tsx';
import { registerCsv } from './checks/register-csv.ts';
import { listAllFilings, notifiedCases } from './filings.ts';
import { addLawRoutes } from './law-routes.tsx';
import { addNotificationRoutes } from './notification/notification-routes.tsx';
import { addOpenForm } from './open-routes.tsx';
import { addQuestions } from './question-routes.tsx';
import { listCases, listDecidedCases, listRegister } from './readers.ts';
import { CaseList } from './views/case-list.tsx';
import { RegisterPage } from './views/register-page.tsx';

/** The console's pages of this room, mounted at `/decide`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  addLists(app);
  addOpenForm(app);
  addLawRoutes(app);
  addQuestions(app);
  addCasePages(app);
  addCaseForms(app);
  addNotificationRoutes(app);
  return app;
}

function addLists(app: Hono<WebEnv>): void {
  app.get('/', async (c) => {
    const { house, scope, t } = c.var;
    const { cases, decided, notified } = await house.state.inOrg(scope.org, async (db) => ({
      cases: await listCases(db),
      decided: await listDecidedCases(db),
      notified: notifiedCases(await listAllFilings(db)),
    }));
    const waiting = cases.filter((row) => row.state === 'open' && !decided.has(row.id)).length;
    return page(c, {
      step: 'decide',
      title: t('decide.name'),
      heading: t('decide.heading', { waiting }),
      lead: t('decide.lead'),
      actions: (
        <>
          <ButtonLink href="/decide/open">{t('decide.open.button')}</ButtonLink>{' '}
          <ButtonLink href="/decide/register">{t('decide.register.heading')}</ButtonLink>{' '}
          <ButtonLink href="/decide/law">{t('decide.laws.all')}</ButtonLink>
        </>
      ),
      body: <CaseList cases={cases} decided={decided} notified={notified} now={house.clock.now()} />,
    });
  });
  app.get('/register', async (c) => {
    const { house, scope, t } = c.var;
    const entries = await house.state.inOrg(scope.org, (db) => listRegister(db, true));
    return page(c, {
      step: 'decide',
      title: t('decide.register.heading'),
      heading: t('decide.register.heading'),
      lead: t('decide.register.lead'),
      crumbs: [{ href: '/decide', label: t('decide.name') }],
      actions: (
        <>
          <ButtonLink href="/decide/register.csv">CSV</ButtonLink> <ButtonLink href="/decide/register.json">JSON</ButtonLink>
        </>
      ),
      body: <RegisterPage entries={entries} />,
    });
  });
  app.get('/register.csv', async (c) => {
    const entries = await c.var.house.state.inOrg(c.var.scope.org, (db) => listRegister(db, false));
    return c.body(registerCsv(entries), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="register.csv"',
    });
  });
  app.get('/register.json', async (c) => {
    const entries = await c.var.house.state.inOrg(c.var.scope.org, (db) => listRegister(db, false));
    const body = { schema: 'shopbell-register/1', entries: entries.map(({ org_id: _org, ...entry }) => entry) };
    return c.json(body, 200, { 'content-disposition': 'attachment; filename="register.json"' });
  });
}
