import { Hono } from 'hono';
import { Button } from './components/button.tsx';
import { charts } from './gallery/charts.tsx';
import { customersPage } from './gallery/customers-page.tsx';
import { forms } from './gallery/forms.tsx';
import { overview } from './gallery/overview.tsx';
import { parts } from './gallery/parts.tsx';
import { page } from './page.tsx';
import { publicPage } from './public-page.tsx';
import type { NavBadges, WebEnv } from './types.ts';

const badges: NavBadges = {
  watch: { text: '1 not watched' },
  inspect: { text: '3 new' },
  detect: { count: 1 },
  unmask: { text: '2 to judge' },
  respond: { count: 1 },
  decide: { count: 1 },
};

/** Every component in every tone, on plainly fictitious data: for development and for the browser test. Texts are English only. */
export function gallery(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(async (c, next) => {
    c.set('nav', badges);
    c.set('person', { id: 'per_1', name: 'Fictitious Person A', role: 'owner' });
    c.set('orgName', 'Practice Shops');
    c.set('timeZone', 'Europe/Warsaw');
    await next();
  });
  app.get('/', (c) =>
    page(c, {
      step: 'overview',
      title: 'Overview',
      heading: 'Good morning. One thing needs you.',
      lead: 'Sunday 29 November, 07:41 · on call: Fictitious Person A until 09:00 · last drill 12 days ago, 38 s to the first notice',
      actions: <Button>Start a drill</Button>,
      body: overview(),
    }),
  );
  app.get('/parts', (c) => page(c, { step: 'decide', title: 'Parts', heading: 'Every part in every tone', crumbs, body: parts() }));
  app.get('/charts', (c) =>
    page(c, { step: 'watch', title: 'Charts', heading: 'The shop answers slower than usual', crumbs, body: charts() }),
  );
  app.get('/forms', (c) => page(c, { step: 'settings', title: 'Forms', heading: 'Three fields need another look', crumbs, body: forms() }));
  app.get('/public', (c) =>
    publicPage(c, {
      title: 'What happened to our customers’ order data',
      brand: 'Practice Shop North',
      meta: 'Last updated Sunday 29 November, 10:05 · next update by Tuesday 18:00',
      heading: 'Your order data was read by a stranger',
      lead: 'On Sunday, 29 November, between 3:01 and 3:20 in the morning, someone read the order pages of 1,204 of our customers without permission. We are sorry. We stopped it at 3:21.',
      body: customersPage(),
    }),
  );
  return app;
}

const crumbs = [{ href: '/', label: 'Gallery' }];
