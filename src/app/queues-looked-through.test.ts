import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { hasMariadb, startMariadb } from '#engines/testing/start-mariadb.ts';
import { MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { freshMemory, runDetection } from '#steps/detect/run-detection.ts';
import { listSignals } from '#steps/detect/store.ts';
import { addCheck, listChecks, startWatching } from '#steps/watch/index.ts';

const CARD = '4539148803436467';
const people = ['anna.nowak', 'piotr.zielony', 'ewa.mala', 'iga.wielka', 'olek.cichy', 'ula.szybka'].map((name) => `${name}@poczta.pl`);
const text = (value: string) => `s:${Buffer.byteLength(value)}:"${value}";`;
const job = (fields: Readonly<Record<string, string>>) =>
  `O:18:"App\\Jobs\\SendMail":${Object.keys(fields).length}:{${Object.entries(fields)
    .map(([name, value]) => text(name) + text(value))
    .join('')}}`;
const quoted = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** The tables of each platform's queue, as far as its question looks at them, with messages that tell too much. */
const TABLES: Readonly<Record<string, string>> = {
  magento: `create table m2_queue_message (id bigint, topic_name varchar(255), body longtext); insert into m2_queue_message values ${people
    .map(
      (email, nth) =>
        `(${nth}, 'sales.order.placed', ${quoted(JSON.stringify([{ order: { customer_email: email, payment: JSON.stringify({ cc: CARD }) } }]))})`,
    )
    .join()};`,
  'action-scheduler': `create table wp_actionscheduler_actions (action_id bigint, hook varchar(191), args varchar(191), extended_args varchar(8000));
    insert into wp_actionscheduler_actions values (1, 'wc_send_to_erp', ${quoted(JSON.stringify({ user: 'erp', password: 'Zx9-secret-word' }))}, null);`,
  laravel: `create table jobs (id bigint, queue varchar(255), payload longtext); insert into jobs values ${people
    .map(
      (email, nth) =>
        `(${nth}, 'mails', ${quoted(JSON.stringify({ displayName: 'SendMail', data: { command: job({ to: email, subject: 'x' }) } }))})`,
    )
    .join()};`,
  'laravel-failed': `create table failed_jobs (id bigint, queue varchar(255), payload longtext, exception longtext);
    insert into failed_jobs values (1, 'sync', '{}', 'Connection mysql://shop:Zx9-secret-word@db.shop.local failed');`,
  'symfony-messenger': `create table messenger_messages (id bigint, queue_name varchar(190), body longtext, headers longtext);
    insert into messenger_messages values (1, 'async', ${quoted(job({ '\u0000Order\u0000customerPesel': 'PESEL 44051401359', mail: 'kontakt@sklep.pl' }).replaceAll('"', '\\"'))}, '[]');`,
};

describe.skipIf(!hasMariadb)('queues in a real MariaDB', () => {
  let server: Awaited<ReturnType<typeof startMariadb>>;
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse(async (folder) => ({
      telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    }));
    server = await startMariadb();
    await server.root.query(`create user 'reader'@'localhost' identified by 'practice-only'`);
    for (const [name, tables] of Object.entries(TABLES))
      await server.root.query(
        `create database \`${name}\`; use \`${name}\`; ${tables} grant select on \`${name}\`.* to 'reader'@'localhost'`,
      );
  });
  afterAll(async () => {
    await server.stop();
    await house[Symbol.asyncDispose]();
  });

  it('what stands in messages is told by queue and field; nothing is kept, nothing is taken off', { timeout: 120_000 }, async () => {
    house.setNow(new Date());
    const org = house.newOrg();
    const { shop } = await registerShop(house.scope(org), {
      ...{ name: 'Sklep', url: 'https://www.sklep.pl', platform: 'generic', allowPrivate: true, timeZone: 'Europe/Warsaw', country: 'PL' },
      ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
    });
    const prefixes: Readonly<Record<string, string>> = { magento: 'm2_', 'action-scheduler': 'wp_' };
    for (const platform of ['magento', 'action-scheduler', 'laravel', 'laravel-failed', 'symfony-messenger'] as const)
      await addCheck(house.scope(org, 'owner'), {
        ...{ shop, name: platform, everyMs: 60_000, secrets: { password: 'practice-only' } },
        target: {
          ...{ kind: 'queue', platform, prefix: prefixes[platform] ?? '' },
          url: `mysql://reader:{{password}}@127.0.0.1:${server.port}/${platform}?tls=off`,
        },
      });
    const end = await startWatching(house);
    await expect
      .poll(async () => (await house.state.inOrg(org, (db) => listChecks(db, org))).map(({ standing }) => standing.state), {
        timeout: 60_000,
      })
      .toEqual(['up', 'up', 'up', 'up', 'up']);
    await end();
    house.advance(MINUTE);
    await runDetection(house, org, shop, 'one', freshMemory());
    const told = (await house.state.inOrg(org, (db) => listSignals(db))).map(
      ({ title, level, facts }) => `${level} ${facts.kind} ${facts.place}: ${facts.values} ${title}`,
    );
    const plain = 'People’s data stands in plain in the messages of a queue';
    const secret = 'A password or a key stands in plain in the messages of a queue';
    expect(told.sort()).toEqual([
      `high card body[].order.payment.cc · sales.order.placed: 1 ${plain}`,
      `high password args.password · wc_send_to_erp: 1 ${secret}`,
      `high password exception · sync: 1 ${secret}`,
      `high pesel body.customerPesel · async: 1 ${plain}`,
      `low email body[].order.customer_email · sales.order.placed: 6 ${plain}`,
      `low email payload.data.command.to · mails: 6 ${plain}`,
    ]);
    expect(JSON.stringify(await house.telemetry.query(org, 'select * from @sightings'))).not.toMatch(/poczta|44051401359|secret-word|4539/);
    const [left] = await server.root.query('select count(*) as n from laravel.jobs');
    expect(JSON.stringify(left)).toContain('6');
  });
});
