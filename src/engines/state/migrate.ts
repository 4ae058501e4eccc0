import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type pg from 'pg';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { rlsExceptions } from './rls-exceptions.ts';

const SOURCE = join(import.meta.dirname, '..', '..');
const LOCK = 7_312_004;

export interface Migration {
  /** `engines/ledger/001-ledger`. */
  readonly name: string;
  readonly sql: string;
}

/** Every migration of every room that holds PostgreSQL tables, in the order in which they apply. */
export function findMigrations(): Migration[] {
  const rooms = [
    'engines/state',
    'engines/ledger',
    'engines/jobs',
    'engines/identity',
    'registry',
    'intake',
    ...listFolders('steps'),
    'app',
  ];
  return rooms.flatMap((room) => {
    const folder = join(SOURCE, room, 'migrations');
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
    return files.sort().map((file) => ({
      name: `${relative(SOURCE, join(SOURCE, room))}/${file.slice(0, -4)}`,
      sql: readFileSync(join(folder, file), 'utf8'),
    }));
  });
}

function listFolders(parent: string): string[] {
  return readdirSync(join(SOURCE, parent))
    .sort()
    .map((name) => `${parent}/${name}`);
}

/**
 * Applies what is missing, each migration in a transaction of its own, one process at a time; then puts every tenant table
 * under row-level security. Throws MIGRATION_CHANGED when an applied one has another content now. Returns how many it applied.
 */
export async function migrate(client: pg.ClientBase, migrations: readonly Migration[]): Promise<number> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await client.query(
      'create table if not exists migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const applied = await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations');
    const known = new Map(applied.rows.map((row) => [row.name, row.sha256]));
    let count = 0;
    for (const migration of migrations) {
      const sha256 = createHash('sha256').update(migration.sql).digest('hex');
      const before = known.get(migration.name);
      if (before === sha256) continue;
      if (before !== undefined) throw new ShopbellError('MIGRATION_CHANGED', { name: migration.name });
      await applyOne(client, migration, sha256);
      count += 1;
    }
    // Also when nothing was applied: an earlier start may have been killed between a migration and its protection.
    await enforceTenants(client, count > 0);
    return count;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

async function applyOne(client: pg.ClientBase, migration: Migration, sha256: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into migrations (name, sha256) values ($1, $2)', [migration.name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`The migration ${migration.name} failed: ${messageOf(error)}`, { cause: error });
  }
}

/** Row-level security on each table: the row's organisation must be the transaction's, or the transaction is the machine's own (`*`). */
async function enforceTenants(client: pg.ClientBase, onAll: boolean): Promise<void> {
  const tables = await client.query<{ name: string; tenant: boolean; guarded: boolean }>(`
    select c.relname as name, exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as tenant,
      c.relrowsecurity and c.relforcerowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as guarded
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')`);
  for (const table of tables.rows) {
    if (table.guarded && !onAll) continue;
    if (table.tenant)
      await protect(client, table.name, `org_id = current_setting('shopbell.org', true) or current_setting('shopbell.org', true) = '*'`);
    else if (rlsExceptions[table.name] === undefined)
      throw new Error(`The table ${table.name} has no org_id and is not among the exceptions.`);
    else if (rlsExceptions[table.name]?.machineOnly) await protect(client, table.name, `current_setting('shopbell.org', true) = '*'`);
  }
}

async function protect(client: pg.ClientBase, table: string, condition: string): Promise<void> {
  await client.query(`
    alter table "${table}" enable row level security;
    alter table "${table}" force row level security;
    drop policy if exists tenant on "${table}";
    create policy tenant on "${table}" using (${condition}) with check (${condition});`);
}
