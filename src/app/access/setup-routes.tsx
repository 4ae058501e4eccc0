import { type Context, Hono } from 'hono';
import { checkSetupToken } from '#engines/identity/setup-link.ts';
import type { Identity } from '#engines/identity/types.ts';
import { makeId } from '#kernel/ids.ts';
import { setUp } from '#registry/index.ts';
import { addContact } from '#steps/respond/index.ts';
import type { WebEnv } from '#web/types.ts';
import { attempt } from './attempt.ts';
import { doorPage } from './door-page.tsx';
import { enterNewPerson } from './enter-new-person.ts';
import { SetupForm } from './setup-form.tsx';
import { shopFromFields } from './shop-form.tsx';
import { readFields } from './visitor.ts';

/** The first run: one page for everything, then the authenticator app, then the overview. */
export function setupRoutes(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/setup', async (c) => {
    const token = c.req.query('token') ?? '';
    const { house } = c.var;
    const open = await attempt(() => house.state.everywhere((db) => checkSetupToken(db, token, house.clock.now())));
    if (!open.ok) return closedPage(c, open.error, open.status);
    return setupPage(c, { token, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }, undefined, 200);
  });
  app.post('/setup', async (c) => {
    const fields = await readFields(c);
    const { house } = c.var;
    const org = makeId('org', house.clock.now().getTime(), house.random.bytes(16));
    const scope = { house, org, actor: { kind: 'system', id: 'setup', role: 'system' } } as const;
    const { email = '', password = '' } = fields;
    const done = await attempt(() =>
      setUp(scope, {
        token: fields.token ?? '',
        organisation: fields.organisation ?? '',
        owner: { name: fields.ownerName ?? '', email, password },
        shop: shopFromFields(fields),
        logPath: fields.logPath?.trim() ? fields.logPath.trim() : null,
      }),
    );
    if (!done.ok && done.code === 'SETUP_CLOSED') return closedPage(c, done.error, done.status);
    if (!done.ok) return setupPage(c, fields, done.error, done.status);
    // Somebody must be woken from the first minute on; who else is paged is chosen later.
    await addContact(scope, { name: fields.ownerName ?? '', kind: 'mail', address: email, language: c.var.locale });
    return enterNewPerson(c, identity, email, password);
  });
  return app;
}

function setupPage(
  c: Context<WebEnv>,
  values: Readonly<Record<string, string>>,
  error: string | undefined,
  status: number,
): Promise<Response> {
  const { t } = c.var;
  return doorPage(c, {
    title: t('access.setup.title'),
    heading: t('access.setup.heading'),
    lead: t('access.setup.lead'),
    wide: true,
    status,
    body: <SetupForm values={values} error={error} />,
  });
}

function closedPage(c: Context<WebEnv>, error: string, status: number): Promise<Response> {
  const { t } = c.var;
  return doorPage(c, {
    title: t('access.setup.title'),
    heading: t('access.setup.closed'),
    lead: error,
    status,
    body: (
      <p>
        <a href="/sign-in">{t('access.signIn.title')}</a>
      </p>
    ),
  });
}
