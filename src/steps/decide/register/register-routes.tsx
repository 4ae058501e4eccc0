import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { type CaseId, isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { readMemberNames } from '#registry/index.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import { readTableState } from '#web/read-table-state.ts';
import type { WebEnv } from '#web/types.ts';
import { findCase } from '../readers.ts';
import { setRegisterRules } from '../verbs/set-register-rules.ts';
import { REGISTER_KEY } from './chain.ts';
import { readHead } from './chain-entries.ts';
import { EntryPage } from './entry-page.tsx';
import { checkReader, exportRegister, type RegisterFormat, registerFormats } from './export-register.ts';
import { readLinked, readRegisterPage } from './read-register.ts';
import { headOf } from './register-document.ts';
import { PAGE_SIZE, RegisterFiles, RegisterPage } from './register-page.tsx';
import { endOf, readRules } from './rules.ts';

/** The register: its table, an entry with its versions, its files, its rules. */
export function addRegisterRoutes(app: Hono<WebEnv>): void {
  app.get('/register', showRegister);
  app.post('/register/rules', async (c) => {
    const form = await c.req.parseBody();
    const readers = form.readers === 'privacy' ? 'privacy' : 'everybody';
    await setRegisterRules(c.var.scope, { keepMonths: Number(form.keepMonths), readers });
    return c.redirect('/decide/register', 303);
  });
  app.get('/register/:id', showEntry);
  for (const format of registerFormats) app.get(`/register.${format}`, (c) => sendRegister(c, format));
}

async function showRegister(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const state = readTableState(c.req.url);
  const { part, head, rules } = await house.state.inOrg(scope.org, async (db) => {
    const own = await readRules(db);
    checkReader(scope, own.readers);
    const last = await readHead(db);
    return {
      rules: own,
      part: await readRegisterPage(db, state, PAGE_SIZE),
      head: last ? { seq: Number(last.seq), hash: last.hash } : headOf([]),
    };
  });
  return page(c, {
    step: 'decide',
    title: t('decide.register.heading'),
    heading: t('decide.register.heading'),
    lead: t('decide.register.lead'),
    crumbs: [{ href: '/decide', label: t('decide.name') }],
    actions: <RegisterFiles />,
    body: (
      <RegisterPage
        part={part}
        head={head}
        publicKey={house.secrets.publicKey(scope.org, REGISTER_KEY)}
        rules={rules}
        mayDecide={may(scope.actor.role, 'decide')}
      />
    ),
  });
}

async function showEntry(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const id = c.req.param('id') ?? '';
  if (!isId('case', id)) throw new ShopbellError('NOT_FOUND', { what: 'entry' });
  const { row, versions, ends, names } = await house.state.inOrg(scope.org, async (db) => {
    const rules = await readRules(db);
    checkReader(scope, rules.readers);
    const found = await findCase(db, id as CaseId);
    return { row: found, versions: await readLinked(db, found.id), ends: endOf(found.closed_at, rules), names: await readMemberNames(db) };
  });
  return page(c, {
    step: 'decide',
    title: t('register.entry', { number: row.number }),
    heading: t('register.entry', { number: row.number }),
    lead: versions.at(-1)?.content?.entry.title ?? '',
    crumbs: [
      { href: '/decide', label: t('decide.name') },
      { href: '/decide/register', label: t('decide.register.heading') },
    ],
    actions: <ButtonLink href={`/decide/cases/${row.id}`}>{t('decide.case.title', { number: row.number })}</ButtonLink>,
    body: <EntryPage versions={versions} ends={ends} names={names} />,
  });
}

async function sendRegister(c: Context<WebEnv>, format: RegisterFormat): Promise<Response> {
  const { scope, locale, t, timeZone } = c.var;
  const file = await exportRegister(scope, format, { locale, t, timeZone: timeZone ?? 'UTC' });
  return c.body(Buffer.from(file.bytes), 200, {
    'content-type': file.type,
    'content-disposition': `attachment; filename="register.${format}"`,
    'cache-control': 'no-store',
    'x-register-head': file.head,
  });
}
