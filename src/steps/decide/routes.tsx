import { Hono } from 'hono';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { addCaseForms } from './case-form-routes.tsx';
import { addCasePages } from './case-routes.tsx';
import { listAllFilings, notifiedCases } from './filings.ts';
import { addLawRoutes } from './law-routes.tsx';
import { addNotificationRoutes } from './notification/notification-routes.tsx';
import { addOpenForm } from './open-routes.tsx';
import { addPapersRoutes } from './papers/papers-routes.tsx';
import { addQuestions } from './question-routes.tsx';
import { listCases, listDecidedCases } from './readers.ts';
import { addRegisterRoutes } from './register/register-routes.tsx';
import { CaseList } from './views/case-list.tsx';

/** The console's pages of this room, mounted at `/decide`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  addLists(app);
  addOpenForm(app);
  addLawRoutes(app);
  addQuestions(app);
  addCasePages(app);
  addRegisterRoutes(app);
  addPapersRoutes(app);
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
}
