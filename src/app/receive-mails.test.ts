import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DnsAnswer } from '#engines/dns/types.ts';
import { productFiles } from '#engines/files/product-files.ts';
import type { MailReceiver } from '#engines/mail/receive-mail.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { CheckId, OrgId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { addCheck, applyChecks, listChecks, recordBeat, removeCheck } from '#steps/watch/index.ts';
import { routes } from '#steps/watch/routes.tsx';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { receiveMails } from './receive-mails.ts';

let house: TestHouse;
let receiver: MailReceiver;
const nothing: DnsAnswer = { kind: 'none', ms: 1 };
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: `${folder}/telemetry` }),
    resolver: { ask: async (name) => (name.includes('silent') ? { kind: 'unknown', reason: 'no answer in time', ms: 1 } : nothing) },
    mailDomain: 'bell.shop.example',
  }));
  receiver = await receiveMails(house, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await receiver.close();
  await house[Symbol.asyncDispose]();
});

async function openShop() {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const { shop } = await registerShop(owner, {
    ...{
      name: 'Practice Shop',
      url: 'https://shop.example',
      platform: 'practice',
      allowPrivate: false,
      timeZone: 'Europe/Berlin',
      country: 'DE',
    },
    contact: { name: 'Care', address: 'care@shop.example' },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  return { org, owner, shop };
}

async function send(to: string, subject: string, more: object = {}): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port: receiver.port, secure: false, ignoreTLS: true });
  try {
    return (
      await transport.sendMail({ from: 'root@db1.silent.example', to, subject, text: 'secret-text-of-a-mail', ...more })
    ).response.slice(0, 3);
  } catch (thrown) {
    return /\b[45]\d\d\b/.exec(thrown instanceof Error ? thrown.message : '')?.[0] ?? 'failed';
  } finally {
    transport.close();
  }
}

const beatsOf = async (org: OrgId, id: CheckId) =>
  (await house.state.inOrg(org, (db) => listChecks(db, org))).find((one) => one.id === id)?.beats;

/** The address as the check's page shows it. */
async function addressOf(role: 'owner' | 'viewer', org: OrgId, id: CheckId): Promise<string | undefined> {
  const app = serveRooms(productFiles, () => house.scope(org, role), { '/watch': routes() });
  return /beat\+[^<\s]+/.exec(await (await app.request(`/watch/checks/${id}`)).text())?.[0];
}

it('a job’s mail is its beat: done, begun or failed as its subject says, and nothing else of it is kept', async () => {
  const { org, owner, shop } = await openShop();
  const target = { kind: 'heartbeat' as const, period: 3_600, mailStart: ['started'] };
  const { check } = await addCheck(owner, { shop, name: 'Nightly backup', target });
  const { check: other } = await addCheck(owner, { shop, name: 'Another', target: { kind: 'heartbeat', period: 60 } });
  const address = (await addressOf('owner', org, check)) ?? '';
  expect(address).toMatch(/^beat\+[0-9a-z]{26}\.[0-9a-f]{24}@bell\.shop\.example$/);
  expect(address.split('@', 1)[0]?.length).toBeLessThanOrEqual(64);
  expect(await addressOf('viewer', org, check)).toBeUndefined();
  expect(await addressOf('owner', org, other)).not.toBe(address);

  house.setNow(new Date('2026-05-01T03:00:00Z'));
  expect(await send(address, 'Backup of db1 started')).toBe('250');
  house.advance(60_000);
  expect(await send(address.toUpperCase(), 'Backup of db1 complete')).toBe('250');
  expect(await beatsOf(org, check)).toEqual({
    startedAt: new Date('2026-05-01T03:00:00Z'),
    okAt: new Date('2026-05-01T03:01:00Z'),
    failedAt: null,
  });
  house.advance(60_000);
  expect(await send(address, 'Backup of db1: =?utf-8?Q?FAIL?=ED')).toBe('250');
  expect((await beatsOf(org, check))?.failedAt).toEqual(new Date('2026-05-01T03:02:00Z'));
  expect(await beatsOf(org, other)).toEqual({ okAt: null, startedAt: null, failedAt: null });
  const { rows } = await house.state.inOrg(org, (db) =>
    db
      .selectFrom('ledger' as never)
      .selectAll()
      .execute()
      .then((all) => ({ rows: all })),
  );
  expect(JSON.stringify(rows)).not.toContain('secret-text');
});

it('what is nobody’s, wrong, too large or of a removed check beats nothing', async () => {
  const { org, owner, shop } = await openShop();
  const { check, token } = await addCheck(owner, { shop, name: 'Export', target: { kind: 'heartbeat', period: 60, mailDone: ['done'] } });
  const { check: page } = await addCheck(owner, { shop, name: 'Page', target: { kind: 'tcp', host: 'localhost', port: 80 } });
  const address = (await addressOf('owner', org, check)) ?? '';
  const [name = '', domain] = address.split('@');
  const guesses = [
    `${name.slice(0, -1)}${name.endsWith('0') ? '1' : '0'}@${domain}`,
    `beat+${page.slice(4).toLowerCase()}.${name.slice(-24)}@${domain}`,
    `beat+@${domain}`,
    `postmaster@${domain}`,
  ];
  for (const guess of guesses) expect(await send(guess, 'done'), guess).toBe('250');
  expect(await send(`"beat+' or 1=1"@${domain}`, 'done')).toBe('501');
  expect(await send(address.replace(domain ?? '', 'other.example'), 'done')).toBe('550');
  expect(await send(address, 'Out of office')).toBe('250');
  expect(await send(address, 'done', { text: 'x'.repeat(1_200_000) })).toBe('552');
  expect(await send(address, 'x', { raw: Buffer.from('\u0000\u00ff no mail at all') })).toBe('250');
  expect(await beatsOf(org, check)).toEqual({ okAt: null, startedAt: null, failedAt: null });
  expect(await recordBeat(house, token ?? '')).toBe(true);
  await removeCheck(owner, { check });
  expect(await send(address, 'done')).toBe('250');
});

it('files of checks tell the address, and without a domain there is none', async () => {
  const { org, owner } = await openShop();
  const text =
    "shop: Practice Shop\nchecks:\n  - { name: Backup, kind: heartbeat, schedule: '0 3 * * *', mailFail: [failed], mailDone: [completed] }\n";
  const applied = await applyChecks(owner, { set: 'jobs', files: [{ path: 'jobs.yaml', text }], only: null });
  const [beat] = applied.beats;
  expect(beat?.mail).toMatch(/^beat\+.*@bell\.shop\.example$/);
  expect(await send(beat?.mail ?? '', 'Backup completed with 0 errors')).toBe('250');
  const [check] = await house.state.inOrg(org, (db) => listChecks(db, org));
  expect(check?.beats.okAt).not.toBeNull();
  const deaf = { ...owner, house: { ...house, mailDomain: null } };
  const app = serveRooms(productFiles, () => deaf, { '/watch': routes() });
  const html = await (await app.request(`/watch/checks/${check?.id}`)).text();
  expect(html).toContain('SHOPBELL_MAIL_LISTEN');
  expect(html).not.toContain('beat+');
});
