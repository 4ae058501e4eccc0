import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DnsAnswer } from '#engines/dns/types.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { type MailReceiver, receiveMail } from '#engines/mail/receive-mail.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { registerShop } from '#registry/index.ts';
import { freshMemory, runDetection } from '../run-detection.ts';
import { listSignals } from '../store.ts';
import { makeHoneys } from '../verbs/make-honeys.ts';
import { placeHoney } from '../verbs/place-honey.ts';
import { saveList } from '../verbs/save-list.ts';
import { honeyMailbox } from './honey-mailbox.ts';
import { openCard } from './open-card.ts';
import { takeHoney } from './store-honeys.ts';

let house: TestHouse;
let receiver: MailReceiver;
// Every domain lets this machine send for it, but for those that say otherwise and those that do not answer.
const answer = (name: string): DnsAnswer => {
  if (name.includes('silent')) return { kind: 'unknown', reason: 'no answer in time', ms: 1 };
  if (name.startsWith('_dmarc.')) return { kind: 'records', records: ['v=DMARC1; p=reject'], ms: 1 };
  return { kind: 'records', records: [name.includes('strict') ? 'v=spf1 -all' : 'v=spf1 ip4:127.0.0.1 -all'], ms: 1 };
};
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    resolver: { ask: async (name, type) => (type === 'TXT' ? answer(name) : { kind: 'none', ms: 1 }) },
  }));
  receiver = await receiveMail({ host: '127.0.0.1', port: 0, resolver: house.resolver, log: house.log, ...honeyMailbox(house) });
});
afterAll(async () => {
  await receiver.close();
  await house[Symbol.asyncDispose]();
});

async function send(from: string, to: string): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port: receiver.port, secure: false, ignoreTLS: true });
  try {
    return (await transport.sendMail({ from, to, subject: 'Confirm your account', text: 'Click' })).response.slice(0, 3);
  } catch (thrown) {
    return /\b[45]\d\d\b/.exec(thrown instanceof Error ? thrown.message : '')?.[0] ?? 'failed';
  } finally {
    transport.close();
  }
}

it('mail from strangers and from impostors rings, the shop’s own does not, and what cannot be proven comes again', async () => {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const { shop } = await registerShop(owner, {
    ...{
      name: 'Practice Shop',
      url: 'https://www.strict.shop.example',
      platform: 'practice',
      allowPrivate: false,
      timeZone: 'Europe/Berlin',
    },
    ...{ country: 'DE', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  await saveList(owner, { shop, name: 'mail_senders', items: ['courier.example', 'silent.example'] });
  const { honeys } = await makeHoneys(owner, { shop, places: ['Newsletter tool'], domain: 'post.example' });
  const [honey] = honeys;
  if (honey === undefined) throw new Error('none was made');
  await placeHoney(owner, { honey });
  const { mail } = openCard(owner, await house.state.inOrg(org, (db) => takeHoney(db, honey)));
  house.advance(60_000);
  const signals = async () =>
    (await house.state.inOrg(org, (db) => listSignals(db))).map((row) => [row.facts.how, row.facts.what, row.count]);

  expect(await send('news@shop.example', mail)).toBe('250');
  expect(await send('news@mail.courier.example', mail)).toBe('250');
  expect(await send('x@phish.example', 'nobody@post.example')).toBe('250');
  expect(await send('x@phish.example', 'a@other.example')).toBe('550');
  expect(await send('news@silent.example', mail)).toBe('451');
  await runDetection(house, org, shop, 'one', freshMemory());
  expect(await signals()).toEqual([]);

  expect(await send('deals@phish.example', mail.toUpperCase())).toBe('250');
  expect(await send('care@strict.shop.example', mail)).toBe('250');
  await runDetection(house, org, shop, 'one', freshMemory());
  expect(await signals()).toEqual([['mail', 'Newsletter tool', 2]]);
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100));
  expect(entries.filter((entry) => entry.kind === 'detect.honey-mailed').map((entry) => entry.payload)).toMatchObject([
    { claimed: 'shop.example', proven: 'shop.example', ours: true },
    { claimed: 'mail.courier.example', ours: true },
    { claimed: 'phish.example', proven: 'phish.example', ours: false },
    { claimed: 'strict.shop.example', proven: null, ours: false },
  ]);
});
