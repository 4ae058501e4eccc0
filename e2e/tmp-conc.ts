import { mkdtempSync, rmSync } from 'node:fs';
import { createClient } from '@clickhouse/client';
import { Session } from 'chdb';
import { createChdbConnection } from 'chdb/connection';
const folder = mkdtempSync('/tmp/conc-');
const session = new Session(folder, process.argv[2] === 'small' ? { connectionArgs: ['--background_pool_size=2'] } : undefined);
const mk = () => createClient({ connection: createChdbConnection({ path: folder }) as never });
const a = mk(); const b = mk();
const set = process.argv[3] === 'set'; const q = async (c: typeof a, sql: string) => (await c.query({ query: sql, format: 'JSONEachRow', query_params: { org: 'x' } })).json();
if (set) for (const c of [a, b]) await c.command({ query: "set output_format_json_quote_64bit_integers = 0, date_time_output_format = 'iso', session_timezone = 'UTC', join_use_nulls = 1, prefer_column_name_to_alias = 1, max_query_size = '33554432'" }); await q(a, 'select 1'); await q(b, 'select 1');
for (const tail of [' settings max_threads = 1', '', ' settings max_threads = 1']) {
const t = performance.now();
const since = () => Math.round(performance.now() - t);
await Promise.all([
  q(a, 'select sum(cityHash64(sipHash64(number))) from numbers(60000000)' + tail).then(() => console.log(tail, 'long', since())),
  q(b, 'select 1').then(() => console.log('short', since())),
  new Promise((r) => setTimeout(r, 100)).then(() => q(b, 'select 1')).then(() => console.log('short2', since())),
]);
}
await a.close(); await b.close(); session.close(); rmSync(folder, { recursive: true, force: true }); process.exit(0);
