import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { rlsExceptions } from './rls-exceptions.ts';

const { url, superUrl } = inject('postgres');
const database = 't_tenants';
const A = `org_${'A'.repeat(26)}`;
const B = `org_${'B'.repeat(26)}`;
let boss: pg.Client;
let app: pg.Client;
let tables: string[];

interface Column {
  readonly column_name: string;
  readonly data_type: string;
  readonly udt_name: string;
}

beforeAll(async () => {
  const server = new pg.Client({ connectionString: superUrl });
  await server.connect();
  await server.query(`drop database if exists ${database} with (force)`);
  await server.query(`create database ${database} template shopbell owner shopbell`);
  await server.end();
  boss = new pg.Client({ connectionString: superUrl.replace('@/postgres?', `@/${database}?`) });
  app = new pg.Client({ connectionString: url.replace('@/shopbell?', `@/${database}?`) });
  await boss.connect();
  await app.connect();
  await boss.query('set session_replication_role = replica');
  const found = await boss.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' order by 1`,
  );
  tables = found.rows.map((row) => row.name);
});
afterAll(async () => {
  await boss.end();
  await app.end();
});

test('each table keeps organisations apart, for reading and for writing', async () => {
  const tenantTables = tables.filter((name) => rlsExceptions[name] === undefined);
  expect(tenantTables.length).toBeGreaterThan(3);
  for (const table of tenantTables) {
    await dropChecks(table);
    for (const org of [A, B]) await insertRow(boss, table, org);
    await app.query(`select set_config('shopbell.org', $1, false)`, [A]);
    const seen = await app.query<{ org_id: string }>(`select org_id from "${table}"`);
    expect(
      seen.rows.map((row) => row.org_id),
      `${table}: rows that A sees`,
    ).toEqual([A]);
    const touched = await app
      .query(`update "${table}" set org_id = org_id where org_id = $1`, [B])
      .catch((error: Error) => ({ rowCount: 0, error }));
    expect(touched.rowCount, `${table}: rows of B that A can change`).toBe(0);
    await expect(insertRow(app, table, B), `${table}: A writes a row of B`).rejects.toThrow(/row-level security/);
    await app.query(`select set_config('shopbell.org', '', false)`);
    expect((await app.query(`select 1 from "${table}"`)).rowCount, `${table}: without an organisation`).toBe(0);
  }
});

test('each exception exists, has its reason, and machine-only tables are closed to a tenant', async () => {
  for (const table of tables.filter((name) => rlsExceptions[name]?.machineOnly)) {
    await dropChecks(table);
    await insertRow(boss, table, A);
    await app.query(`select set_config('shopbell.org', $1, false)`, [A]);
    expect((await app.query(`select 1 from "${table}"`)).rowCount, table).toBe(0);
  }
  expect(Object.keys(rlsExceptions).filter((name) => !tables.includes(name))).toEqual([]);
});

async function dropChecks(table: string): Promise<void> {
  const checks = await boss.query<{ conname: string }>(
    `select conname from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [`"${table}"`],
  );
  for (const check of checks.rows) await boss.query(`alter table "${table}" drop constraint "${check.conname}"`);
}

async function insertRow(client: pg.Client, table: string, org: string): Promise<void> {
  const columns = await boss.query<Column>(
    `select column_name, data_type, udt_name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER'`,
    [table],
  );
  const names = columns.rows.map((column) => `"${column.column_name}"`).join(', ');
  const values = columns.rows.map((column) => (column.column_name === 'org_id' ? org : valueFor(column, org)));
  await client.query(`insert into "${table}" (${names}) values (${values.map((_, index) => `$${index + 1}`).join(', ')})`, values);
}

function valueFor(column: Column, org: string): unknown {
  const unique = org === A ? 1 : 2;
  if (column.data_type === 'ARRAY') return [];
  if (/int|numeric|double|real/.test(column.data_type)) return unique;
  if (/timestamp|date/.test(column.data_type)) return new Date(unique);
  if (column.data_type === 'boolean') return false;
  if (/json/.test(column.data_type)) return '{}';
  if (column.data_type === 'bytea') return Buffer.from([unique]);
  if (column.data_type === 'uuid') return `00000000-0000-0000-0000-00000000000${unique}`;
  return `${column.column_name}-${unique}`;
}
