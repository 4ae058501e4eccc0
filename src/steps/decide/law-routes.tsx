import type { Hono } from 'hono';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { lawSheetIn } from './law-sheet-in.ts';
import { lawTables } from './tables.ts';
import { LawPage } from './views/law-page.tsx';

/** The laws that cases are judged by, to read and to hand to a lawyer. */
export function addLawRoutes(app: Hono<WebEnv>): void {
  app.get('/law', (c) => {
    const { t } = c.var;
    return page(c, {
      step: 'decide',
      title: t('decide.law.heading'),
      heading: t('decide.law.heading'),
      lead: t('decide.law.lead'),
      crumbs: [{ href: '/decide', label: t('decide.name') }],
      actions: <ButtonLink href="/decide/law.md">{t('decide.law.sheet')}</ButtonLink>,
      body: <LawPage law={lawTables()} />,
    });
  });
  app.get('/law.md', (c) =>
    c.body(lawSheetIn(lawTables(), c.var.t, c.var.locale), 200, {
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': 'attachment; filename="legal-rules.md"',
    }),
  );
}
