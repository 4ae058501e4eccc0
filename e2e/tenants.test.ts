import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openTenants, type Route, routesOf, type Tenants } from './open-tenants.ts';

const A26 = 'A'.repeat(26);
const MARK = 'word-of-the-first-tenant';
const PREFIXES = 'shop src per key inv chk fnd run sig aff imp rpt inc page ctc case reg ntc ltr evt ses pky'.split(' ');
const GARBAGE = [
  '1',
  '-1',
  'constructor',
  '__proto__',
  "'%20or%201=1%20--",
  '..%2F..%2Fetc%2Fpasswd',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '%F0%9F%98%80',
  '%E0%A4%A',
  '%00',
  'x'.repeat(4_000),
];
/** What ends the session would end the walk; what customers open, and what machines send to, belongs to no session. */
const LEFT_OUT = /^\/(account\/sign-out|in\/|p\/:slug)/;

let tenants: Tenants;
let boss: pg.Client;
let mail = '';

beforeAll(async () => {
  tenants = await openTenants();
  const { superUrl } = inject('postgres');
  const database = /\/(t_[0-9a-f]+)\?/.exec(tenants.house.state.url)?.[1] ?? '';
  boss = new pg.Client({ connectionString: superUrl.replace('@/postgres?', `@/${database}?`) });
  await boss.connect();
  await boss.query('set session_replication_role = replica');
  await fillEveryTable(tenants.a.org);
  await tenants.house.mailer.send({
    to: 'ada@brass.example',
    from: { name: 'Brass', address: 'care@brass.example' },
    subject: MARK,
    text: MARK,
    id: 'page_1',
    headers: { 'X-Shopbell-Org': tenants.a.org },
  });
  mail = (await tenants.house.mailer.caught())[0]?.id ?? '';
});
afterAll(async () => {
  await boss?.end();
  await tenants?.[Symbol.asyncDispose]();
});

test('the owner of one organisation gets nothing of another, whatever is asked and sent', { timeout: 600_000 }, async () => {
  const { a, b, app } = tenants;
  const before = await dump(a.org);
  expect(before.length).toBeGreaterThan(50);
  await b.browser.get('/settings/shops/new');
  const wrong: string[] = [];
  let asked = 0;
  for (const route of routesOf(app).filter((one) => !LEFT_OUT.test(one.path))) {
    for (const path of pathsOf(route)) {
      const answer = route.method === 'GET' ? await get(path) : await b.browser.post(path, fields());
      asked += 1;
      const said = answer.text.replaceAll(decode(path), '');
      if (answer.status >= 500) wrong.push(`${answer.status} ${route.method} ${path.slice(0, 120)}`);
      if (said.includes(MARK) || said.includes('Brass')) wrong.push(`leaks: ${route.method} ${path}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(1_000);
  expect(await dump(a.org)).toEqual(before);
  // Nothing of B points at A: no key, contact or check for a shop that is not its own.
  expect((await dump(b.org)).filter((row) => row.includes(A26) && !row.startsWith('ledger '))).toEqual([]);
  expect((await b.browser.get('/')).text).toContain('Other Ltd');
});

test('a stranger gets the door at each address of the console, and a key opens none of them', async () => {
  const { app } = tenants;
  const open = [
    '/assets/',
    '/healthz',
    '/readyz',
    '/in/',
    '/api/',
    '/p/',
    '/wall/',
    '/setup',
    '/sign-in',
    '/second-factor',
    '/passkey/',
    '/invitation',
  ];
  const inside = routesOf(app).filter((route) => !open.some((start) => route.path.startsWith(start)));
  expect(inside.length).toBeGreaterThan(70);
  for (const route of inside) {
    const path = pathsOf(route)[0] ?? route.path;
    for (const headers of [{}, { authorization: 'Bearer sb_anything' }, { cookie: 'shopbell.session_token=forged.forged' }]) {
      const answer = await app.request(path, { method: route.method, headers: { ...headers, accept: 'text/html' } });
      expect([answer.status, answer.headers.get('location')?.split('?')[0]], `${route.method} ${path}`).toEqual([303, '/sign-in']);
    }
  }
});

/** A live stream never ends by itself: its first bytes must do. */
async function get(path: string) {
  if (path === '/live') return { status: 200, text: '' };
  return tenants.b.browser.get(path);
}

function pathsOf({ path }: Route): string[] {
  if (!path.includes(':')) return [path];
  const fill = (value: string, action: string) =>
    path
      .replace(/:action/g, action)
      .replace(/:org/g, tenants.a.org)
      .replace(/:number\{[^}]*\}[^/]*/g, '2026-404')
      .replace(/:\w+(\{[^}]*\}\+?)?/g, value);
  const ids = [...PREFIXES.map((prefix) => `${prefix}_${A26}`), mail, ...GARBAGE];
  const actions = path.includes(':action') ? ['acknowledge', 'assign', 'note', 'contain', 'close', 'constructor'] : [''];
  return ids.flatMap((id) => actions.map((action) => fill(id, action)));
}

function fields(): Record<string, string> {
  const ids = { shop: 'shop', speaks: 'shop', source: 'src', contact: 'ctc', incident: 'inc', case: 'case', notice: 'ntc', check: 'chk' };
  return {
    ...Object.fromEntries(Object.entries(ids).map(([name, prefix]) => [name, `${prefix}_${A26}`])),
    organisation: tenants.a.org,
    version: '1',
    name: 'x',
    text: 'some words that are long enough',
    reason: 'some words that are long enough',
    how: 'send-again',
    because: 'some words that are long enough',
    kind: 'otlp',
    permission: 'look',
    role: 'viewer',
    feedback: 'false',
    url: 'https://taken.example',
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly needed: boolean;
}

/** Rows of the first organisation in each table, under an id of each kind, as if everything had happened to it. */
async function fillEveryTable(org: string): Promise<void> {
  const tables = await boss.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'org_id' and table_name not like 'ledger%'`,
  );
  for (const { name } of tables.rows) {
    await boss.query(`alter table "${name}" disable trigger user`);
    const checks = await boss.query<{ conname: string }>(
      `select conname from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
      [`"${name}"`],
    );
    for (const check of checks.rows) await boss.query(`alter table "${name}" drop constraint "${check.conname}"`);
    const columns = await boss.query<Column>(
      `select column_name as name, data_type as type, is_nullable = 'NO' and column_default is null as needed from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
      [name],
    );
    const used = columns.rows.filter((column) => column.needed || column.name === 'org_id');
    for (const prefix of PREFIXES) {
      const values = used.map((column) => (column.name === 'org_id' ? org : someValue(column, `${prefix}_${A26}`)));
      const marks = values.map((_, index) => `$${index + 1}`).join(', ');
      const names = used.map((column) => `"${column.name}"`).join(', ');
      await boss.query(`insert into "${name}" (${names}) values (${marks}) on conflict do nothing`, values);
    }
  }
}

function someValue({ name, type }: Column, id: string): unknown {
  if (type === 'ARRAY') return [];
  if (/int|numeric|double|real/.test(type)) return 1;
  if (/timestamp|date/.test(type)) return new Date('2026-01-01T00:00:00Z');
  if (type === 'boolean') return false;
  if (/json/.test(type)) return '{}';
  if (type === 'bytea') return Buffer.from([1]);
  if (name === 'number') return '2026-001';
  if (name === 'id' || name.endsWith('_id')) return id;
  return MARK;
}

/** Every row of an organisation in every table, as text. */
async function dump(org: string): Promise<string[]> {
  const tables = await boss.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'org_id' order by 1`,
  );
  const all: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await boss.query<{ row: string }>(`select t::text as row from "${name}" t where org_id = $1 order by 1`, [org]);
    all.push(...rows.rows.map((one) => `${name} ${one.row}`));
  }
  return all;
}
