import { Hono } from 'hono';
import { may } from '#kernel/permissions.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { isOurs, READ_BACK } from './our-mails.ts';
import { openCaughtMail } from './verbs/open-caught-mail.ts';
import { Mailbox, OneMail } from './views/mailbox.tsx';

/** A mail's HTML may show itself and nothing else: no script, no form, no request to anywhere. */
const SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The local mailbox: `/respond/mailbox`. */
export function mailboxRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', async (c) => {
    const { house, scope, t } = c.var;
    const mails = (await house.mailer.caught({ limit: READ_BACK })).filter((mail) => isOurs(mail, scope.org));
    return page(c, {
      step: 'respond',
      title: t('respond.mailbox.heading'),
      heading: t('respond.mailbox.title', { count: mails.length, mode: house.mailer.mode }),
      lead: t('respond.mailbox.lead', { mode: house.mailer.mode }),
      crumbs: [{ href: '/respond', label: t('respond.name') }],
      body: <Mailbox mails={mails} mayOpen={may(scope.actor.role, 'look-sealed')} />,
    });
  });
  app.get('/:id', async (c) => {
    const { t, scope } = c.var;
    const mail = await openCaughtMail(scope, { mail: c.req.param('id') });
    const crumbs = [
      { href: '/respond', label: t('respond.name') },
      { href: '/respond/mailbox', label: t('respond.mailbox.heading') },
    ];
    return page(c, { step: 'respond', title: mail.subject, heading: mail.subject, crumbs, body: <OneMail mail={mail} /> });
  });
  app.get('/:id/html', async (c) => {
    const mail = await openCaughtMail(c.var.scope, { mail: c.req.param('id') });
    return c.body(mail.html ?? '', 200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': SANDBOX });
  });
  return app;
}
