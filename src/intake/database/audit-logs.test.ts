import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDataMap } from '../data-map/load-data-map.ts';
import { makeRequestReader } from '../read-request-lines.ts';
import { localKeys } from '../seal-keys.ts';
import { readAuditTime } from './audit-time.ts';
import { readSql } from './read-sql.ts';
import { unwrapSyslogAudit } from './syslog-audit.ts';

const map = await loadDataMap('magento');
const NOW = new Date('2026-05-04T12:00:00Z');

function readerOf() {
  const keys = localKeys(new Uint8Array(32).fill(3));
  return makeRequestReader({ shop: 's', source: 'db', map, keys, now: () => NOW, giveUpAfter: null, maxAgeMs: 9e8 });
}

function read(...lines: readonly string[]) {
  const reader = readerOf();
  reader.push(Buffer.from(`${lines.join('\n')}\n`));
  reader.end();
  return reader.take();
}

const attributesOf = (row: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> =>
  JSON.parse(String(row?.attributes ?? '{}'));

const PG = '2026-05-04 10:00:00.123 UTC';
const audit = (sql: string, tail = ',<none>') => `AUDIT: SESSION,1,1,READ,SELECT,,,"${sql.replaceAll('"', '""')}"${tail}`;

describe('pgaudit', () => {
  it.each([
    ['Debian', `${PG} [811] app@shop LOG:  ${audit('select * from sales_order where id = 7', ',<none>,1')}`, ''],
    [
      'Amazon',
      `2026-05-04 10:00:00 UTC:10.0.0.5(43210):app@shop:[811]:LOG:  ${audit('select * from sales_order', ',<not logged>,1')}`,
      '10.0.0.5',
    ],
    [
      'named',
      `${PG} [811]: user=app,db=shop,app=psql,client=10.0.0.5 LOG:  ${audit('select 1 from sales_order', ',<none>,1')}`,
      '10.0.0.5',
    ],
  ])('is read as %s writes it', (_, line, address) => {
    const { events, rejected, statements } = read(line);
    expect(rejected).toEqual([]);
    expect(statements).toBe(1);
    expect(events).toMatchObject([{ name: 'shop.database.read', service: 'shop', object_kind: 'order', records: 1, address }]);
    expect(attributesOf(events[0])).toMatchObject({ 'db.user': 'app', 'shop.database.statements': 1, 'shop.database.untold': 0 });
  });

  it('is read from csv, over several lines, and without the values that stood in it', () => {
    const sql = "select email\nfrom customer_entity\nwhere email = 'anna@example.com'";
    const message = audit(sql, ',<none>,5000').replaceAll('"', '""');
    const csv = `${PG},"app","shop",811,"10.0.0.5:4321",68170d00.32b,3,"SELECT",2026-05-04 09:00:00 UTC,4/17,0,LOG,00000,"${message}",,,,,,,,,"magento","client backend",,0`;
    const { events, rejected } = read(...csv.split('\n'), `${PG} [1] LOG:  checkpoint starting: time`);
    expect(rejected).toEqual([]);
    expect(events).toMatchObject([
      { name: 'shop.database.read', object_kind: 'customer', records: 5000, address: '10.0.0.5', agent: 'magento' },
    ]);
    expect(events[0]?.body).toBe('select email from customer_entity where email = ?');
    expect(attributesOf(events[0])).toMatchObject({ 'shop.database.large': 5000, 'shop.database.largest': 5000 });
    expect(JSON.stringify(events)).not.toContain('anna');
  });

  it('is read from JSON', () => {
    const record = { timestamp: PG, user: 'anna', dbname: 'shop', remote_host: '10.0.0.9', error_severity: 'LOG' };
    const { events } = read(
      JSON.stringify({ ...record, message: 'AUDIT: SESSION,3,1,MISC,COPY,,,"COPY public.customer_entity (id, email) TO stdout;",<none>' }),
    );
    expect(events).toMatchObject([{ name: 'shop.database.dumped', object_kind: 'customer', records: 0, address: '10.0.0.9' }]);
  });

  it('says 0 rows of a COPY, which is not nothing: nobody knows', () => {
    const { events } = read(
      `${PG} [8]: user=a,db=b,client=10.0.0.5 LOG:  AUDIT: SESSION,4,1,READ,COPY,,,copy customer_entity to stdout,<not logged>,0`,
    );
    expect(events).toMatchObject([{ name: 'shop.database.dumped', records: 0 }]);
    expect(attributesOf(events[0])).toMatchObject({ 'shop.database.untold': 1 });
  });

  it('is not hidden by what a client calls itself', () => {
    const line = `${PG} [811]: user=app,db=shop,app=x LOG:  y,client=10.0.0.5 LOG:  ${audit('select * from customer_entity', ',<none>,700')}`;
    expect(read(line).events).toMatchObject([{ name: 'shop.database.dumped', records: 700, address: '10.0.0.5' }]);
  });

  it('takes the table that pgaudit names before what the statement says', () => {
    const { events } = read(
      `${PG} [8] a@b LOG:  AUDIT: OBJECT,1,1,READ,SELECT,TABLE,public.sales_order,"select * from some_view",<none>,250`,
    );
    expect(events).toMatchObject([{ object_kind: 'order', records: 250 }]);
  });

  it('a record without an end, and one whose time zone nobody knows, are counted and not shown', () => {
    const { events, rejected } = read(
      `${PG} [8] a@b LOG:  AUDIT: SESSION,1,1,READ,SELECT,,,"select 'anna@example.com`,
      `2026-05-04 10:00:00.1 XYZ [8] a@b LOG:  ${audit('select * from customer_entity')}`,
    );
    expect(events).toEqual([]);
    expect(rejected.map((line) => line.reason)).toEqual([
      'an audit record without its end',
      'the time zone of the audit record is not known',
    ]);
    expect(JSON.stringify(rejected)).not.toContain('anna');
  });

  it('other lines of the same log are nobody’s business and no mistake', () => {
    expect(read(`${PG} [1] LOG:  checkpoint starting: time`, `${PG} [7] app@shop ERROR:  deadlock detected`)).toMatchObject({
      ...{ requests: { length: 0 }, rejected: [], events: [], statements: 0 },
    });
  });
});

describe('MariaDB and MySQL', () => {
  it('server_audit: tables by READ, statements by QUERY, one statement once', () => {
    const { events, statements } = read(
      '20260504 10:00:00,db1,app,10.0.0.5,7,12,READ,shop,m2_customer_entity,',
      "20260504 10:00:00,db1,app,10.0.0.5,7,12,QUERY,shop,'SELECT * FROM m2_customer_entity WHERE email=\\'anna@example.com\\'',0",
      "20260504 10:00:05,db1,app,10.0.0.5,7,13,QUERY,shop,'SELECT * FROM m2_customer_entity WHERE entity_id=5',0",
      "20260504 10:00:06,db1,app,10.0.0.5,7,14,QUERY,shop,'SELECT * FROM m2_customer_entity',1146",
      '20260504 10:00:07,db1,app,10.0.0.5,7,0,DISCONNECT,shop,,0',
    );
    expect(statements).toBe(3);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ name: 'shop.database.read', object_kind: 'customer', records: 0 });
    expect(attributesOf(events[0])).toMatchObject({ 'shop.database.statements': 2, 'shop.database.untold': 2 });
    expect(JSON.stringify(events)).not.toContain('anna');
  });

  it.each([
    ['May  4 10:00:00 db1 mysql-server_auditing: ', '2026-05-04T10:00:00.000Z'],
    ['<14>May  4 10:00:00 db1 mysql-server_auditing[77]: ', '2026-05-04T10:00:00.000Z'],
    ['2026-05-04T12:00:00.123456+02:00 db1 mysql-server_auditing: ', '2026-05-04T10:00:00.123Z'],
  ])('server_audit as it goes to syslog: %s', (prefix, at) => {
    const { events, statements } = read(
      `${prefix}db1,app,10.0.0.5,7,13,QUERY,shop,'SELECT * FROM m2_customer_entity WHERE email=\\'anna@example.com\\'',0`,
      `${prefix}db1,app,10.0.0.5,7,0,CONNECT,shop,,0`,
    );
    expect(statements).toBe(1);
    expect(events).toMatchObject([{ name: 'shop.database.read', object_kind: 'customer', at: new Date(at) }]);
    expect(JSON.stringify(events)).not.toContain('anna');
    expect(read(`${prefix}db1,app,10.0.0.5`).rejected).toHaveLength(1);
  });

  it('a date without a year is the last one that was', () => {
    const record = "db1,app,10.0.0.5,7,13,QUERY,shop,'select 1',0";
    const of = (day: string, zone = 'UTC') => unwrapSyslogAudit(`${day} db1 mysql-server_auditing: ${record}`, zone, NOW);
    expect(of('Dec 31 23:59:59')).toBe(`${Date.UTC(2025, 11, 31, 23, 59, 59)}000,${record}`);
    expect(of('May  4 12:00:00', 'Europe/Warsaw')).toBe(`${Date.UTC(2026, 4, 4, 10)}000,${record}`);
    expect(of('Xyz  4 12:00:00')).toBe('');
  });

  it('what mysqldump says is a dump', () => {
    const { events } = read(
      "1777888800123456,db1,root,localhost,9,1,QUERY,shop,'SELECT /*!40001 SQL_NO_CACHE */ * FROM `customer_entity`',0",
    );
    expect(events).toMatchObject([
      { name: 'shop.database.dumped', object_kind: 'customer', address: '', at: new Date('2026-05-04T10:00:00.123Z') },
    ]);
  });

  it('a dump is one as well where the log names the table before the statement', () => {
    const { events } = read(
      '20260504 10:00:00,db1,root,203.0.113.9,9,1,READ,shop,customer_entity,',
      "20260504 10:00:00,db1,root,203.0.113.9,9,1,QUERY,shop,'SELECT /*!40001 SQL_NO_CACHE */ * FROM `customer_entity`',0",
    );
    expect(events.map((event) => event.name).sort()).toEqual(['shop.database.dumped', 'shop.database.read']);
  });

  it('MySQL’s JSON, one record a line of a list, with rows and bytes when it tells them', () => {
    const record = {
      ...{ timestamp: '2026-05-04 10:00:00', id: 0, class: 'general', event: 'status', connection_id: 9 },
      account: { user: 'app', host: 'web1' },
      login: { user: 'app', ip: '10.0.0.5' },
      general_data: { command: 'Query', sql_command: 'select', query: 'SELECT * FROM `shop`.`sales_order` LIMIT 900', status: 0 },
      query_statistics: { rows_sent: 900, bytes_sent: 88_000 },
    };
    const { events, rejected } = read('[', `${JSON.stringify(record)},`, ']');
    expect(rejected).toEqual([]);
    expect(events).toMatchObject([{ name: 'shop.database.read', object_kind: 'order', records: 900, bytes: 88_000, address: '10.0.0.5' }]);
  });

  it('Percona’s audit_log', () => {
    const inner = {
      name: 'Query',
      timestamp: '2026-05-04T10:00:00 UTC',
      status: 0,
      user: 'root[root] @ localhost []',
      host: 'localhost',
      ip: '',
    };
    const { events } = read(
      JSON.stringify({ audit_record: { ...inner, sqltext: "SELECT * FROM customer_entity INTO OUTFILE '/tmp/x'", db: 'shop' } }),
    );
    expect(events).toMatchObject([{ name: 'shop.database.dumped', object_kind: 'customer' }]);
  });
});

it('a busy database comes to a row a minute for each client and kind', () => {
  const lines = Array.from(
    { length: 5000 },
    (_, nth) =>
      `2026-05-04 10:00:${String(nth % 60).padStart(2, '0')}.000 UTC [8] app@shop LOG:  ${audit(`select * from sales_order where id = ${nth}`, ',<none>,1')}`,
  );
  const { events, statements } = read(...lines);
  expect(statements).toBe(5000);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ records: 5000 });
  expect(attributesOf(events[0])).toMatchObject({ 'shop.database.large': 0, 'shop.database.largest': 1 });
});

it('cut anywhere, the same is read, and nothing counts as finished before its record is whole', () => {
  const sql = `select *\n  from customer_entity\n where x = 1`;
  const text = `203.0.113.7 - - [04/May/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n${PG} [8] a@b LOG:  ${audit(sql, ',<none>,300')}\n203.0.113.7 - - [04/May/2026:10:00:01 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n`;
  const bytes = Buffer.from(text);
  const whole = bytes.indexOf('203.', 10);
  const begin = bytes.indexOf('2026-05-04');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length }), (cut) => {
      const reader = readerOf();
      reader.push(bytes.subarray(0, cut));
      const first = reader.take();
      expect(first.endOffset <= begin || first.endOffset >= whole).toBe(true);
      reader.push(bytes.subarray(cut));
      const second = reader.take();
      expect([...first.events, ...second.events]).toMatchObject([{ name: 'shop.database.read', records: 300 }]);
      expect(first.requests.length + second.requests.length).toBe(2);
      expect([...first.rejected, ...second.rejected]).toEqual([]);
    }),
  );
});

it('no text makes the reader of statements slow or fall', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('select ', 'from ', 'a', ',', "'", '"', '`', '$', '/*', '*/', '(', ' ', '\\'), maxLength: 400 }),
      (sql) => {
        for (const dialect of ['postgres', 'mysql'] as const) expect(readSql(sql, dialect).bare.length).toBeLessThanOrEqual(sql.length);
      },
    ),
  );
  const started = performance.now();
  for (const piece of ["'", '"', '$a$', '/*', '(', 'from a,', '`', 'a ', '-- ']) readSql(`select ${piece.repeat(20_000)}`, 'postgres');
  expect(performance.now() - started).toBeLessThan(4000);
});

describe('tables in a statement', () => {
  it.each([
    ['select * from a', ['a'], true],
    ['select * from "Order" o, public.customer c where o.x = c.y', ['order', 'customer'], false],
    ['SELECT a FROM `x`.`b` LEFT JOIN c ON c.i = b.i', ['b', 'c'], false],
    ['select count(*) from a', ['a'], false],
    ['select x from a limit 5', ['a'], false],
    ["insert into log values ('from customer')", [], false],
    ['insert into backup select * from customer', ['customer'], false],
    ['copy (select * from customer) to stdout', ['customer'], true],
    ['copy customer from stdin', [], false],
    ['copy public.customer (id) to stdout', ['customer'], true],
    ['update customer set a = 1', [], false],
    ['with x as (select * from customer) select * from x', ['customer', 'x'], false],
    ["select '/* from customer */' -- from address", [], true],
    ['select $$ from customer $$', [], true],
  ])('%s', (sql, tables, whole) => {
    expect(readSql(sql, 'postgres')).toMatchObject({ tables, whole });
  });

  it('a text in double quotes is a value in MySQL and never kept', () => {
    expect(readSql('select * from t where n = "Anna Kowalska"', 'mysql').bare).toBe('select * from t where n = ?');
  });
});

it.each([
  ['2026-05-04 12:00:00.123 CEST', '2026-05-04T10:00:00.123Z'],
  ['20260504 10:00:00', '2026-05-04T10:00:00.000Z'],
  ['2026-05-04 05:30:00-04:30', '2026-05-04T10:00:00.000Z'],
  ['1777888800000000', '2026-05-04T10:00:00.000Z'],
  ['2026-05-04 10:00:00 XYZ', null],
  ['yesterday', null],
])('time %s', (text, iso) => {
  expect(readAuditTime(text)).toBe(iso === null ? null : Date.parse(iso));
});
