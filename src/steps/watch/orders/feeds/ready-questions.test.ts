import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOfTsql } from '#engines/sql/check-tsql.ts';
import { openSqlReader } from '#engines/sql/open-sql-reader.ts';
import { hasMariadb, startMariadb } from '#engines/testing/start-mariadb.ts';
import { readRows } from './read-rows.ts';
import { readyQuestions } from './ready-questions.ts';
import { withSince } from './with-since.ts';

/** As much of each platform's own tables as its question looks at, with one order that was paid, and what came then. */
const TABLES: Readonly<Record<string, string>> = {
  woocommerce: `
    create table wp_wc_orders (id bigint, status varchar(20), currency varchar(10), type varchar(20), total_amount decimal(26,8),
      date_created_gmt datetime, date_updated_gmt datetime, parent_order_id bigint, payment_method varchar(100), transaction_id varchar(100), user_agent text);
    create table wp_wc_order_operational_data (order_id bigint, date_paid_gmt datetime);
    create table wp_wc_order_addresses (order_id bigint, address_type varchar(20), country text);
    insert into wp_wc_orders values (1042, 'wc-refunded', 'EUR', 'shop_order', 59.9, '2026-11-02 10:00', '2026-11-03 09:00', 0, 'stripe', 'pi_1', 'Mozilla/5.0 (Windows NT 10.0)'),
      (1043, 'wc-refunded', 'EUR', 'shop_order_refund', -20, '2026-11-03 09:00', '2026-11-03 09:00', 1042, '', '', ''),
      (1, 'wc-checkout-draft', 'EUR', 'shop_order', 5, '2026-11-02 10:00', '2026-11-02 10:00', 0, '', '', '');
    insert into wp_wc_order_operational_data values (1042, '2026-11-02 10:01');
    insert into wp_wc_order_addresses values (1042, 'shipping', 'PL'), (1042, 'billing', 'DE');`,
  magento: `
    create table sales_order (entity_id int, increment_id varchar(50), grand_total decimal(20,4), order_currency_code varchar(3), state varchar(32),
      created_at timestamp null, updated_at timestamp null);
    create table sales_order_payment (parent_id int, method varchar(128), last_trans_id varchar(255));
    create table sales_invoice (order_id int, state int, created_at timestamp null);
    create table sales_shipment (order_id int, created_at timestamp null);
    create table sales_creditmemo (order_id int, grand_total decimal(20,4), created_at timestamp null);
    set time_zone = '+00:00';
    insert into sales_order values (7, '1042', 59.9, 'EUR', 'complete', '2026-11-02 10:00', '2026-11-03 09:00');
    insert into sales_order_payment values (7, 'checkmo', 'pi_1');
    insert into sales_invoice values (7, 2, '2026-11-02 10:01'), (7, 1, '2026-11-01 10:01');
    insert into sales_shipment values (7, '2026-11-03 09:00');
    insert into sales_creditmemo values (7, 20, '2026-11-03 09:00');`,
  prestashop: `
    create table ps_orders (id_order int, reference varchar(9), total_paid decimal(20,6), id_currency int, module varchar(255),
      date_add datetime, date_upd datetime);
    create table ps_currency (id_currency int, iso_code varchar(3));
    create table ps_order_payment (order_reference varchar(9), transaction_id varchar(254));
    create table ps_order_history (id_order int, id_order_state int, date_add datetime);
    create table ps_order_state (id_order_state int, paid tinyint, shipped tinyint);
    insert into ps_orders values (7, '1042', 59.9, 1, 'ps_wirepayment', '2026-11-02 10:00', '2026-11-03 09:00');
    insert into ps_currency values (1, 'EUR');
    insert into ps_order_payment values ('1042', 'pi_1');
    insert into ps_order_state values (2, 1, 0), (4, 1, 1), (7, 0, 0);
    insert into ps_order_history values (7, 2, '2026-11-02 10:01'), (7, 4, '2026-11-03 09:00'), (7, 7, '2026-11-03 09:00');`,
  shopware: `
    create table \`order\` (id binary(16), version_id binary(16), order_number varchar(64), amount_total double, order_date_time datetime(3),
      currency_id binary(16), created_at datetime(3), updated_at datetime(3));
    create table currency (id binary(16), iso_code char(3));
    create table order_transaction (id binary(16), order_id binary(16));
    create table order_delivery (id binary(16), order_id binary(16));
    create table state_machine_state (id binary(16), technical_name varchar(255));
    create table state_machine_history (referenced_id binary(16), entity_name varchar(100), to_state_id binary(16), created_at datetime(3));
    insert into \`order\` values (unhex('01'), unhex('0FA91CE3E96A4BC2BE4BD9CE752C3425'), '1042', 59.9, '2026-11-02 10:00', unhex('C1'),
      '2026-11-02 10:00', '2026-11-03 09:00'), (unhex('01'), unhex('FF'), '1042', 59.9, '2026-11-02 10:00', unhex('C1'), '2026-11-02 10:00', null);
    insert into currency values (unhex('C1'), 'EUR');
    insert into order_transaction values (unhex('02'), unhex('01'));
    insert into order_delivery values (unhex('03'), unhex('01'));
    insert into state_machine_state values (unhex('A1'), 'paid'), (unhex('A2'), 'shipped'), (unhex('A3'), 'refunded');
    insert into state_machine_history values (unhex('02'), 'order_transaction', unhex('A1'), '2026-11-02 10:01'),
      (unhex('03'), 'order_delivery', unhex('A2'), '2026-11-03 09:00'), (unhex('02'), 'order_transaction', unhex('A3'), '2026-11-03 09:00');`,
};
// The columns of ids are padded to sixteen bytes when they are compared by the server, so what is shorter is written as it is read.
const SHORT_IDS = (text: string) => text.replaceAll('binary(16)', 'varbinary(16)').trim().replace(/;$/, '');

describe.skipIf(!hasMariadb)('the ready questions, asked of a real MariaDB', () => {
  let server: Awaited<ReturnType<typeof startMariadb>>;
  beforeAll(async () => {
    server = await startMariadb();
    await server.root.query(`create user 'reader'@'localhost' identified by 'practice-only'`);
    for (const [name, tables] of Object.entries(TABLES))
      await server.root.query(
        `create database ${name}; use ${name}; ${SHORT_IDS(tables)}; grant select on ${name}.* to 'reader'@'localhost'`,
      );
  });
  afterAll(() => server.stop());

  it('comarch-optima, whose words are those of every SQL', async () => {
    const question = readyQuestions().find(({ name }) => name === 'comarch-optima');
    const query = question?.query ?? '';
    expect(faultOfTsql(query.replace(':since', '@p1'))).toBeNull();
    await server.root.query(`set global sql_mode = 'ANSI_QUOTES'; create database if not exists CDN; use CDN;
      create table TraNag (TrN_TrNID int, TrN_TypDokumentu int, TrN_NumerObcy varchar(256), TrN_Waluta varchar(3), TrN_RazemBrutto decimal(15,2),
        TrN_RazemBruttoWal decimal(15,2), TrN_Anulowany tinyint, TrN_TS_Zal datetime, TrN_TS_Mod datetime);
      insert into TraNag values (1, 308, '1042', 'EUR', 255.77, 59.90, 0, '2026-11-02 10:30', '2026-11-03 09:00'),
        (2, 302, '1043', '', 12.50, 0, 0, '2026-11-02 11:30', '2026-11-02 11:30'), (3, 308, '1044', 'PLN', 5, 0, 1, '2026-11-02 10:30', '2026-11-02 10:30'),
        (4, 306, '1045', 'PLN', 5, 0, 0, '2026-11-02 10:30', '2026-11-02 10:30'), (5, 308, '', 'PLN', 5, 0, 0, '2026-11-02 10:30', '2026-11-02 10:30');
      grant select on CDN.* to 'reader'@'localhost'`);
    const url = `mysql://reader:practice-only@127.0.0.1:${server.port}/CDN?tls=off`;
    const filled = withSince(query, url);
    const asked = { url, query: filled?.query ?? '', values: ['2026-10-01 00:00:00'] };
    const answer = await openSqlReader().read(asked, { timeoutMs: 5_000, maxRows: 100, allowPrivate: true });
    await server.root.query(`set global sql_mode = default`);
    const { steps, rejected, changed } = readRows(answer, { toldBy: 'erp', zone: 'UTC' });
    expect(rejected).toBe(0);
    expect(
      steps.map(({ order, toldBy, step, at, amount, currency }) =>
        [order, toldBy, step, new Date(at).toISOString().slice(5, 16), amount, currency].join(' '),
      ),
    ).toEqual([...['1043 erp exported 11-02T11:30 1250 PLN', '1042 erp exported 11-02T10:30 5990 EUR']]);
    expect(changed?.toISOString()).toBe('2026-11-03T09:00:00.000Z');
  });

  it('comarch-xl, with the one word of its dialect in the words of this one', async () => {
    const query = readyQuestions().find(({ name }) => name === 'comarch-xl')?.query ?? '';
    expect(faultOfTsql(query.replace(':since', '@p1'))).toBeNull();
    await server.root.query(`set global sql_mode = 'ANSI_QUOTES'; create database if not exists CDN; use CDN;
      create table ZamNag (ZaN_ZamTyp int, ZaN_DokumentObcy varchar(40), ZaN_DataWystawienia int, ZaN_GodzinaWystawienia int, ZaN_LastMod int);
      insert into ZamNag values (1280, '1042', datediff('2026-11-02', '1800-12-28'), 3780000, timestampdiff(second, '1990-01-01', '2026-11-03 09:00:00')),
        (1280, '', 82500, 0, 1162000000), (1152, '1044', 82500, 0, 1162000000), (1280, '1045', 82000, 0, timestampdiff(second, '1990-01-01', '2026-01-01'));
      grant select on CDN.* to 'reader'@'localhost'`);
    const url = `mysql://reader:practice-only@127.0.0.1:${server.port}/CDN?tls=off`;
    const filled = withSince(query.replaceAll('dateadd(', 'timestampadd('), url);
    const asked = { url, query: filled?.query ?? '', values: ['2026-10-01 00:00:00'] };
    const answer = await openSqlReader().read(asked, { timeoutMs: 5_000, maxRows: 100, allowPrivate: true });
    await server.root.query(`set global sql_mode = default`);
    const { steps, rejected, changed } = readRows(answer, { toldBy: 'erp', zone: 'UTC' });
    expect(rejected).toBe(0);
    expect(steps.map(({ order, toldBy, step, at }) => [order, toldBy, step, new Date(at).toISOString()].join(' '))).toEqual([
      '1042 erp exported 2026-11-02T10:30:00.000Z',
    ]);
    expect(changed?.toISOString()).toBe('2026-11-03T09:00:00.000Z');
  });

  const shops = readyQuestions().filter((question) => question['told-by'] === 'shop');
  it.each(shops.map((question) => [question.name, question] as const))('%s', async (name, question) => {
    const url = `mysql://reader:practice-only@127.0.0.1:${server.port}/${name}?tls=off`;
    const filled = withSince(question.query, url);
    const ask = (since: string) =>
      openSqlReader().read(
        { url, query: filled?.query ?? '', values: Array(filled?.count).fill(since) },
        { timeoutMs: 5_000, maxRows: 100, allowPrivate: true },
      );
    const zone = question['time-zone'] ?? 'UTC';
    const { steps, rejected, changed } = readRows(await ask('2026-10-01 00:00:00'), { toldBy: question['told-by'], zone });
    expect(rejected).toBe(0);
    expect(new Set(steps.map((step) => step.order))).toEqual(new Set(['1042']));
    const told = steps.map(({ step, at, amount, currency }) => `${step} ${new Date(at).toISOString().slice(5, 16)} ${amount} ${currency}`);
    expect(told).toContain('placed 11-02T10:00 5990 EUR');
    expect(told).toContain('paid 11-02T10:01 5990 EUR');
    expect(told.some((line) => line.startsWith('refunded 11-03T09:00'))).toBe(true);
    if (name !== 'woocommerce') expect(told.some((line) => line.startsWith('handed-over 11-03T09:00'))).toBe(true);
    expect(changed?.toISOString()).toBe('2026-11-03T09:00:00.000Z');
    expect((await ask('2026-11-04 00:00:00')).rows).toEqual([]);
  });
});
