import type { TelemetryValue } from '#engines/telemetry/types.ts';
import { MINUTE } from '#kernel/time.ts';
import type { DataMap } from '../data-map/compile-data-map.ts';
import { redactText } from '../redact/redact-text.ts';
import type { SealKeys } from '../seal-keys.ts';
import { countUndescribed } from './count-undescribed.ts';
import { lastPart, readSql } from './read-sql.ts';
import type { DatabaseStatement } from './statement.ts';

export interface SumContext {
  readonly shop: string;
  readonly source: string;
  readonly map: DataMap;
  readonly keys: SealKeys;
}

export type EventRow = Readonly<Record<string, TelemetryValue>>;

/** A statement that gives out fewer rows is what a page of a shop asks for. */
const LARGE = 100;
const REMEMBERED = 10_000;

interface Sum {
  readonly first: DatabaseStatement;
  readonly kind: string;
  readonly whole: boolean;
  last: number;
  statements: number;
  /** Statements whose rows are not known. */
  untold: number;
  rows: number;
  large: number;
  largest: number;
  bytes: number;
  bare: string;
}

/** Adds up what statements read of people's tables. */
export interface ReadSums {
  add(statement: DatabaseStatement): void;
  /** Rows of `application_events` for everything since the last call. */
  take(receivedAt: Date): EventRow[];
  /** Tables that the data map does not describe and that were taken whole since the last call, and by how many statements. */
  takeUndescribed(): ReadonlyMap<string, number>;
}

/**
 * A shop's database is asked thousands of times a second: what is kept is a row a minute for each client and kind of record, and none for
 * tables without people. Statements are kept without their values, one of them a row.
 */
export function sumReads({ shop, source, map, keys }: SumContext): ReadSums {
  const sums = new Map<string, Sum>();
  const seen = new Set<string>();
  const undescribed = countUndescribed();
  const isAgain = (key: string): boolean => {
    if (seen.has(key)) return true;
    if (seen.size >= REMEMBERED) seen.clear();
    seen.add(key);
    return false;
  };
  return {
    add(statement) {
      const read = readSql(statement.sql, statement.dialect);
      const tables = statement.table === '' ? read.tables : [lastPart(statement.table)];
      const kind = richest(map, new Set(tables.map((table) => map.kindOfTable(table))));
      const whole = read.whole && (statement.rows === null || statement.rows >= LARGE);
      if (kind === '') return whole ? undescribed.add(statement, tables, read.bare) : undefined;
      // MariaDB names the table first and the statement after it: only the statement tells that all of it was taken.
      if (statement.key !== '' && isAgain(`${statement.key} ${kind} ${whole}`)) return;
      const place = [
        statement.user,
        statement.address,
        statement.database,
        statement.program,
        kind,
        whole,
        Math.floor(statement.at / MINUTE),
      ];
      const name = place.join('\n');
      const sum = sums.get(name) ?? startSum(statement, kind, whole, read.bare);
      sums.set(name, sum);
      count(sum, statement, read.bare);
    },
    take(receivedAt) {
      const rows = [...sums.values()].map((sum) => rowOf(sum));
      sums.clear();
      return rows.map((row) => ({ shop_id: shop, source_id: source, received_at: receivedAt, ...row }));
    },
    takeUndescribed: () => undescribed.take(),
  };

  function rowOf({ first, kind, whole, ...sum }: Sum): EventRow {
    const user = redactText(first.user.slice(0, 120));
    return {
      at: new Date(first.at),
      name: whole ? 'shop.database.dumped' : 'shop.database.read',
      service: redactText(first.database.slice(0, 120)),
      address: redactText(first.address.slice(0, 64)),
      account: first.user === '' ? '' : keys.sealRef('account', first.user),
      object_kind: kind,
      records: sum.rows,
      bytes: sum.bytes,
      categories: map.objects[kind]?.categories ?? [],
      outcome: 'success',
      agent: redactText(first.program.slice(0, 200)),
      attributes: JSON.stringify({
        'db.user': user,
        'shop.database.statements': sum.statements,
        'shop.database.untold': sum.untold,
        'shop.database.large': sum.large,
        'shop.database.largest': sum.largest,
        'shop.database.until': new Date(sum.last).toISOString(),
      }),
      body: redactText(sum.bare.slice(0, 500)),
    };
  }
}

/** A statement over several tables gives out one set of rows: it counts as the kind that tells most. */
function richest(map: DataMap, kinds: ReadonlySet<string>): string {
  const rank = (kind: string): number => map.objects[kind]?.categories.length ?? 0;
  return [...kinds].toSorted((a, b) => rank(b) - rank(a) || a.localeCompare(b)).find((kind) => kind !== '') ?? '';
}

function startSum(first: DatabaseStatement, kind: string, whole: boolean, bare: string): Sum {
  return { first, kind, whole, bare, last: first.at, statements: 0, untold: 0, rows: 0, large: 0, largest: 0, bytes: 0 };
}

function count(sum: Sum, { at, rows, bytes }: DatabaseStatement, bare: string): void {
  sum.statements++;
  sum.last = Math.max(sum.last, at);
  sum.bytes += bytes;
  if (rows === null) {
    sum.untold++;
    return;
  }
  sum.rows += rows;
  if (rows >= LARGE) sum.large += rows;
  if (rows <= sum.largest) return;
  sum.largest = rows;
  sum.bare = bare;
}
