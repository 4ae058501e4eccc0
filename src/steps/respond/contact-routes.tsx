import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { listContacts } from './readers.ts';
import { sendTestPage, type TestPageResult } from './send-test-page.ts';
import { addContact } from './verbs/add-contact.ts';
import { removeContact } from './verbs/remove-contact.ts';
import { ContactsPage } from './views/contacts-page.tsx';

/** Who is woken: `/respond/contacts`. */
export function contactRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', (c) => show(c));
  app.post('/', async (c) => {
    const form = await c.req.parseBody();
    const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '');
    const { secret } = await addContact(c.var.scope, {
      name: text('name'),
      kind: text('kind') === 'webhook' ? 'webhook' : 'mail',
      address: text('address'),
      position: Number(text('position') || '1'),
      waitMinutes: Number(text('waitMinutes') || '10'),
      language: languageOf(text('language')),
      allowPrivate: text('allowPrivate') === 'yes',
    });
    return secret === null ? c.redirect('/respond/contacts', 303) : show(c, { secret });
  });
  app.post('/:id/test', async (c) => {
    const contact = c.req.param('id');
    if (!isId('ctc', contact)) throw new ShopbellError('NOT_FOUND', { what: 'contact' });
    return show(c, { tested: await sendTestPage(c.var.scope, contact) });
  });
  app.post('/:id/remove', async (c) => {
    const contact = c.req.param('id');
    if (!isId('ctc', contact)) throw new ShopbellError('NOT_FOUND', { what: 'contact' });
    await removeContact(c.var.scope, { contact });
    return c.redirect('/respond/contacts', 303);
  });
  return app;
}

interface Shown {
  readonly secret?: string;
  readonly tested?: TestPageResult;
}

async function show(c: Context<WebEnv>, { secret, tested }: Shown = {}): Promise<Response> {
  const { house, scope, t } = c.var;
  const contacts = await house.state.inOrg(scope.org, (db) => listContacts(db, scope.org));
  return page(c, {
    step: 'respond',
    title: t('respond.contacts.heading'),
    heading: t('respond.contacts.title', { count: contacts.length }),
    lead: t('respond.contacts.lead'),
    crumbs: [{ href: '/respond', label: t('respond.name') }],
    body: (
      <ContactsPage contacts={contacts} mayConfigure={may(scope.actor.role, 'configure')} secret={secret ?? null} tested={tested ?? null} />
    ),
  });
}

function languageOf(text: string): 'en' | 'pl' | 'de' | 'ja' {
  return text === 'pl' || text === 'de' || text === 'ja' ? text : 'en';
}
