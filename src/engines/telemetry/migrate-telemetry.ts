import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Driver } from './driver.ts';

const folder = fileURLToPath(new URL('./migrations/', import.meta.url));

export interface TableShape {
  /** Days that rows are kept, counted from when they were received; `null` keeps them. */
  readonly retentionDays: number | null;
  /** `day` for a running shop; `none` for a temporary folder that takes logs of any age and is never merged. */
  readonly partition: 'day' | 'none';
}

/** Makes the tables. Each statement is written so that running it again changes nothing. */
export async function migrateTelemetry(driver: Driver, shape: TableShape): Promise<void> {
  await driver.command(
    'create table if not exists shopbell_migrations (name String, at DateTime default now()) engine = MergeTree order by name',
  );
  const done = new Set((await driver.query<{ name: string }>('select name from shopbell_migrations', {})).map((row) => row.name));
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.sql') || done.has(name)) continue;
    for (const statement of statementsOf(readFileSync(`${folder}${name}`, 'utf8'), shape)) await driver.command(statement);
    await driver.command('insert into shopbell_migrations (name) select {name:String}', { name });
  }
  if (shape.partition === 'none') await driver.command('system stop merges');
}

function statementsOf(text: string, shape: TableShape): string[] {
  const partition = shape.partition === 'day' ? 'partition by toDate(at)' : '';
  const retention = shape.retentionDays === null ? '' : `ttl toDateTime(received_at) + interval ${Math.floor(shape.retentionDays)} day`;
  return (shape.partition === 'day' ? text : plain(text))
    .replaceAll('{partition}', partition)
    .replaceAll('{retention}', retention)
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
}

/** Without codecs, skip indexes and projections, and with dictionaries: a temporary folder is written once and read a few times, and logs repeat themselves. */
function plain(text: string): string {
  return text
    .replace(/^\s*index .*$/gm, '')
    .replace(/^alter table \w+ (add|materialize) (index|projection) .*$/gm, '')
    .replace(/,\s*\) engine/g, '\n) engine')
    .replace(/ String codec\((?:[^()]|\([^()]*\))*\)/g, ' LowCardinality(String) codec(LZ4)')
    .replace(/ codec\((?:[^()]|\([^()]*\))*\)/g, ' codec(LZ4)');
}
