import { performance } from 'node:perf_hooks';
import { ShopbellError } from '#kernel/errors.ts';
import { reasonOf } from '../http/reason-of.ts';
import { type Lookup, lookupBySystem, resolveTarget } from '../http/resolve-target.ts';
import type { Place, Rows } from './place.ts';
import { readMssql } from './read-mssql.ts';
import { readMysql } from './read-mysql.ts';
import { readPostgres } from './read-postgres.ts';
import type { SqlReader } from './types.ts';

const READS = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|values|table|show|explain|\()/i;
const dialects = {
  'postgres:': { port: 5_432, read: readPostgres },
  'postgresql:': { port: 5_432, read: readPostgres },
  'mysql:': { port: 3_306, read: readMysql },
  'mariadb:': { port: 3_306, read: readMysql },
  'mssql:': { port: 1_433, read: readMssql },
  'sqlserver:': { port: 1_433, read: readMssql },
} as const;

/** Opens the reader. A connection lives as long as one question, so there is nothing to close. */
export function openSqlReader({ lookup = lookupBySystem }: { readonly lookup?: Lookup } = {}): SqlReader {
  return {
    read: async ({ url: text, query, values = [], timeZone = 'UTC' }, limits) => {
      const { dialect, url } = open(text);
      if (!READS.test(query)) throw new ShopbellError('SQL_REFUSED', { reason: 'the statement must begin with SELECT, WITH or SHOW' });
      const started = performance.now();
      const [address] = await resolveTarget(url.hostname, limits.allowPrivate, lookup);
      const place: Place = {
        host: url.hostname,
        address: address ?? url.hostname,
        port: Number(url.port || dialect.port),
        user: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
        database: decodeURIComponent(url.pathname.slice(1)),
        tls: tlsOf(url),
        timeZone,
        ...limits,
      };
      const answer = await within(place, () => dialect.read(place, query, values));
      return {
        columns: answer.columns,
        rows: answer.rows.slice(0, limits.maxRows),
        truncated: answer.rows.length > limits.maxRows,
        ms: Math.round((performance.now() - started) * 100) / 100,
      };
    },
  };
}

function open(text: string) {
  const url = URL.parse(text);
  const dialect = url === null ? undefined : dialects[url.protocol as keyof typeof dialects];
  if (url === null || dialect === undefined || url.hostname === '' || url.username === '')
    throw new ShopbellError('INPUT_INVALID', {
      reason: 'a database is written as postgres://user@host/database, mysql://user@host/database or mssql://user@host/database',
    });
  return { url, dialect };
}

/** `?tls=off` (the default on this machine), `on` without checking the certificate, `verify` (the default elsewhere). */
function tlsOf(url: URL): Place['tls'] {
  const asked = url.searchParams.get('tls') ?? url.searchParams.get('sslmode');
  if (asked === 'off' || asked === 'disable') return 'off';
  if (asked === 'on' || asked === 'require') return 'on';
  if (asked === null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) return 'off';
  return 'verify';
}

async function within(place: Place, work: () => Promise<Rows>): Promise<Rows> {
  const limit = place.timeoutMs + 500;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ShopbellError('TARGET_UNREACHABLE', { host: place.host, reason: `no complete answer within ${limit} ms` }));
    }, limit);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (thrown) {
    if (thrown instanceof ShopbellError) throw thrown;
    throw new ShopbellError('TARGET_UNREACHABLE', { host: place.host, reason: reasonOf(thrown) }, { cause: thrown });
  } finally {
    clearTimeout(timer);
  }
}
