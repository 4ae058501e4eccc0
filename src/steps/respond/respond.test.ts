import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { z as shape } from 'zod';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { type Delivery, startDelivery } from '#engines/ledger/start-delivery.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { defineVerb } from '#engines/verb.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { makeId } from '#kernel/ids.ts';
import { signalGrew, signalRaised, type signalShape } from '#steps/detect/events.ts';
import { flappingBegan, ordersSettled, ordersTroubled, sloBurning, sloRecovered, stateChanged } from '#steps/watch/events.ts';
import { isSignedWebhook } from './checks/sign-webhook.ts';
import {
  acknowledgeByLink,
  acknowledgeIncident,
  addContact,
  closeIncident,
  containIncident,
  openIncident,
  reactions,
  removeContact,
  startPager,
} from './index.ts';
import { sendTestPage } from './send-test-page.ts';
import { respondTables } from './store.ts';

type Signal = z.input<typeof signalShape>;

let house: TestHouse;
let delivery: Delivery;
let stopPager: () => Promise<void>;
let receiver: Server;
const calls: { headers: Record<string, string | undefined>; body: string }[] = [];

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    mailer: await openMailer({ folder: join(folder, 'mail') }),
    http: openHttpClient(),
    mailFrom: 'pager@lantern.example',
  }));
  delivery = await startDelivery(house, reactions);
  stopPager = await startPager(house);
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      calls.push({ headers: request.headers as Record<string, string | undefined>, body });
      response.writeHead(request.url === '/broken' ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await stopPager();
  await delivery.stop();
  receiver.close();
  await house[Symbol.asyncDispose]();
});

/** Stands for the steps before this one: writes their events. */
const tell = defineVerb({
  name: 'test.tell',
  permission: 'machine',
  effect: 'writes',
  input: shape.custom<{
    raised?: Signal;
    grew?: Signal;
    state?: z.input<typeof stateChanged.payload>;
    troubled?: z.input<typeof ordersTroubled.payload>;
    settled?: z.input<typeof ordersSettled.payload>;
    burning?: z.input<typeof sloBurning.payload>;
    holds?: z.input<typeof sloRecovered.payload>;
    flaps?: z.input<typeof flappingBegan.payload>;
  }>(),
  run: async (ctx, event) => {
    if (event.raised) await ctx.record(signalRaised, event.raised);
    if (event.grew) await ctx.record(signalGrew, event.grew);
    if (event.state) await ctx.record(stateChanged, event.state);
    if (event.troubled) await ctx.record(ordersTroubled, event.troubled);
    if (event.settled) await ctx.record(ordersSettled, event.settled);
    if (event.burning) await ctx.record(sloBurning, event.burning);
    if (event.holds) await ctx.record(sloRecovered, event.holds);
    if (event.flaps) await ctx.record(flappingBegan, event.flaps);
    return {};
  },
});

const newId = <P extends string>(prefix: P) => makeId(prefix, Date.now(), house.random.bytes(16));

function signal(shop: ShopId, over: Partial<Signal> = {}): Signal {
  const now = new Date().toISOString();
  return {
    signal: newId('sig'),
    shop,
    rule: 'enumeration',
    title: 'Orders read one after another',
    level: 'high',
    actor: { address: '203.0.113.7' },
    firstSeen: now,
    lastSeen: now,
    count: 60,
    succeeded: 'yes',
    touched: [{ kind: 'order', distinct: 42 }],
    categories: ['name', 'postal-address'],
    ...over,
  };
}

const incidents = (org: OrgId) =>
  house.state.inOrg(org, (db) => respondTables(db).selectFrom('incidents').selectAll().orderBy('number').execute());
const entries = (org: OrgId) => house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
const kinds = async (org: OrgId) => (await entries(org)).map((entry) => entry.kind);
const address = () => `oncall-${newId('x').slice(-8).toLowerCase()}@team.example`;

test('a signal becomes an incident, and a page within two seconds that says what counts and nothing personal', async () => {
  const org = house.newOrg();
  const to = address();
  await addContact(house.scope(org, 'owner'), { name: 'Night phone', kind: 'mail', address: to });
  const started = performance.now();
  await tell(house.scope(org), { raised: signal(newId('shop')) });
  await expect.poll(() => house.mailer.caught({ to }), { interval: 20 }).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(2_000);
  const [mail] = await house.mailer.caught({ to });
  expect(mail?.from).toContain('pager@lantern.example');
  expect(mail?.subject).toContain('Orders read one after another');
  expect(mail?.text.split('\n')[0]).toMatch(/^Is it us\? Yes/);
  expect(mail?.text).toContain("Customers' data is involved");
  expect(mail?.text).not.toContain('203.0.113.7');
  await expect.poll(() => kinds(org)).toContain('respond.page-sent');
  const all = await entries(org);
  const opened = all.find((entry) => entry.kind === 'respond.incident-opened');
  expect(opened?.cause).toBe(all.find((entry) => entry.kind === 'detect.signal-raised')?.id);
  expect(opened?.payload).toMatchObject({ touchesPeople: true, severity: 'high', source: { kind: 'signal' } });
});

test('what goes down during planned work opens nothing; what is still down at its end does', async () => {
  const org = house.newOrg();
  const down = { check: newId('chk'), shop: newId('shop'), name: 'page', from: 'up', to: 'down', reason: 'answered 503' } as const;
  await tell(house.scope(org), { state: { ...down, planned: true } });
  await tell(house.scope(org), { state: { ...down, check: newId('chk'), name: 'another' } });
  await expect.poll(() => incidents(org)).toMatchObject([{ title: 'another: answered 503' }]);
  await tell(house.scope(org), { state: { ...down, from: 'down' } });
  await expect.poll(async () => (await entries(org)).filter((entry) => entry.kind === 'respond.incident-grew').length).toBe(1);
});

test('a check is as grave as somebody said: low wakes nobody', async () => {
  const org = house.newOrg();
  const down = { shop: newId('shop'), from: 'up', to: 'down', reason: 'answered 503' } as const;
  await tell(house.scope(org), { state: { ...down, check: newId('chk'), name: 'blog', severity: 'low' } });
  await tell(house.scope(org), { state: { ...down, check: newId('chk'), name: 'checkout', severity: 'critical' } });
  await expect.poll(() => incidents(org)).toMatchObject([{ title: 'checkout: answered 503', severity: 'critical' }]);
});

test('orders that do not go through are one incident, named by the gravest; when all are set right it is over', async () => {
  const org = house.newOrg();
  const shop = newId('shop');
  const trouble = (name: string, severity: 'low' | 'medium' | 'high') => ({
    ...{ shop, trouble: name, subject: '', orders: 1, amounts: [{ minor: 12_990, currency: 'PLN' }], severity },
    ...{ since: new Date(Date.now() - 5 * 86_400_000).toISOString(), title: `1 order: ${name}` },
  });
  await tell(house.scope(org), { troubled: trouble('not-delivered', 'low') });
  await tell(house.scope(org), { troubled: trouble('not-shipped', 'medium') });
  await tell(house.scope(org), { troubled: trouble('paid-twice', 'high') });
  await expect.poll(async () => (await incidents(org))[0]?.severity).toBe('high');
  expect(await incidents(org)).toMatchObject([
    { title: '1 order: paid-twice', source_kind: 'orders', touches_people: false, status: 'open' },
  ]);
  await tell(house.scope(org), { settled: { shop, trouble: 'paid-twice', subject: '' } });
  await expect.poll(() => kinds(org)).toContain('respond.incident-noted');
  expect((await incidents(org))[0]?.recovered_at).toBeNull();
  await tell(house.scope(org), { settled: { shop, trouble: 'not-shipped', subject: '' } });
  await expect.poll(async () => (await incidents(org))[0]?.recovered_at).toBeInstanceOf(Date);
});

test('a goal that is missed fast is an incident until it holds again; one that is missed slowly is none', async () => {
  const org = house.newOrg();
  const goal = { slo: newId('slo'), shop: newId('shop'), service: 'checkout', far: '', title: 'checkout: 99.5 % without error' };
  const burning = (severity: 'low' | 'medium' | 'high') => ({ burning: { ...goal, severity, since: new Date().toISOString() } });
  await tell(house.scope(org), burning('low'));
  await tell(house.scope(org), burning('medium'));
  await tell(house.scope(org), burning('high'));
  await expect.poll(async () => (await incidents(org))[0]?.severity).toBe('high');
  expect(await incidents(org)).toMatchObject([{ source_kind: 'slo', source_id: goal.slo, touches_people: false, recovered_at: null }]);
  await tell(house.scope(org), { holds: goal });
  await expect.poll(async () => (await incidents(org))[0]?.recovered_at).toBeInstanceOf(Date);
});

test('what belongs together is one incident and one page; what does not is another', async () => {
  const org = house.newOrg();
  const shop = newId('shop');
  const first = signal(shop);
  await tell(house.scope(org), { raised: first });
  await tell(house.scope(org), { raised: signal(shop, { rule: 'stuffing' }) });
  await tell(house.scope(org), { raised: signal(shop, { actor: { address: '198.51.100.9' } }) });
  await tell(house.scope(org), { grew: { ...first, count: 61, touched: [{ kind: 'order', distinct: 43 }] } });
  await tell(house.scope(org), { grew: { ...first, count: 900, touched: [{ kind: 'order', distinct: 430 }] } });
  await tell(house.scope(org), { raised: signal(shop, { level: 'low', rule: 'noise', actor: {} }) });
  await tell(house.scope(org), { raised: signal(shop, { rule: 'dump', actor: { address: '192.0.2.1' } }) });
  await expect.poll(async () => (await incidents(org)).length).toBe(2);
  await expect.poll(async () => (await kinds(org)).filter((kind) => kind === 'respond.incident-grew').length).toBe(3);
  expect((await incidents(org)).map((incident) => incident.number)).toEqual([1, 2]);
});

test('an attack that failed touches nobody', async () => {
  const org = house.newOrg();
  await tell(house.scope(org), { raised: signal(newId('shop'), { succeeded: 'no' }) });
  await expect.poll(async () => (await incidents(org))[0]?.touches_people).toBe(false);
});

test('an outage opens an incident, and its end is noted and suggests to close it', async () => {
  const org = house.newOrg();
  const change = { check: newId('chk'), shop: newId('shop'), name: 'Checkout', reason: 'answered 503' } as const;
  await tell(house.scope(org), { state: { ...change, from: 'up', to: 'down' } });
  await tell(house.scope(org), { state: { ...change, from: 'down', to: 'up' } });
  await expect.poll(async () => (await incidents(org))[0]?.recovered_at).toBeInstanceOf(Date);
  expect(await kinds(org)).toContain('respond.incident-noted');
});

test('what comes and goes swallows no outage: the gateway that goes down beside it is a matter of its own', async () => {
  const org = house.newOrg();
  const shop = newId('shop');
  const flappy = { check: newId('chk'), shop, name: 'banner', reason: 'answered 500' } as const;
  await tell(house.scope(org), { state: { ...flappy, from: 'up', to: 'down' } });
  await tell(house.scope(org), { flaps: { ...flappy, state: 'down', since: new Date().toISOString(), changes: 6, minutes: 1 } });
  await tell(house.scope(org), {
    state: { check: newId('chk'), shop, name: 'gateway', reason: 'answered 502', from: 'up', to: 'down', severity: 'high' },
  });
  const titles = async () => (await incidents(org)).map(({ title }) => title);
  await expect.poll(titles).toEqual(['banner: comes and goes, 6 changes in 1 minute. answered 500', 'gateway: answered 502']);
});

test('the webhook is signed, and the link in a page acknowledges once, without a session, and stops escalation', async () => {
  const org = house.newOrg();
  const port = (receiver.address() as AddressInfo).port;
  const owner = house.scope(org, 'owner');
  const { secret } = await addContact(owner, {
    name: 'Hook',
    kind: 'webhook',
    address: `http://127.0.0.1:${port}/hook`,
    allowPrivate: true,
  });
  calls.length = 0;
  const { incident } = await openIncident(owner, {
    shop: newId('shop'),
    title: 'A customer called',
    severity: 'high',
    touchesPeople: true,
  });
  await expect.poll(() => calls.length).toBe(1);
  const [call] = calls;
  expect(isSignedWebhook(secret ?? '', call?.headers ?? {}, call?.body ?? '')).toBe(true);
  expect(isSignedWebhook(secret ?? '', call?.headers ?? {}, `${call?.body} `)).toBe(false);
  const { answer_url: answer, page } = JSON.parse(call?.body ?? '{}').data;
  expect(call?.headers['webhook-id']).toBe(page);
  const token = new URL(answer).pathname.split('/').at(-1) ?? '';
  const anybody = house.scope(org, 'public');
  await expect(acknowledgeByLink(anybody, { page, token: `${token.slice(0, -1)}!` })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await acknowledgeByLink(anybody, { page, token })).toEqual({ changed: true });
  expect(await acknowledgeByLink(anybody, { page, token })).toEqual({ changed: false });
  expect((await incidents(org))[0]).toMatchObject({ id: incident, status: 'acknowledged', acknowledged_by: 'Hook' });
});

test('nobody answers: the next is paged, then the first again; an answer ends it', async () => {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const [one, two] = [address(), address()];
  await addContact(owner, { name: 'One', kind: 'mail', address: one, position: 1, waitMinutes: 5 });
  await addContact(owner, { name: 'Two', kind: 'mail', address: two, position: 2, waitMinutes: 5 });
  const { incident } = await openIncident(owner, {
    shop: newId('shop'),
    title: 'Dump in web root',
    severity: 'critical',
    touchesPeople: true,
  });
  await expect.poll(() => house.mailer.caught({ to: one })).toHaveLength(1);
  expect(await house.mailer.caught({ to: two })).toHaveLength(0);
  await expect.poll(() => kinds(org)).toContain('respond.page-sent');
  const overdue = () =>
    house.state.inOrg(org, (db) => sql`update pages set answer_by = now() - interval '1 second' where answer_by is not null`.execute(db));
  await overdue();
  await expect.poll(() => house.mailer.caught({ to: two }), { timeout: 8_000 }).toHaveLength(1);
  await expect.poll(() => kinds(org)).toContain('respond.page-escalated');
  await expect.poll(async () => (await kinds(org)).filter((kind) => kind === 'respond.page-sent').length).toBe(2);
  await overdue();
  await expect.poll(() => house.mailer.caught({ to: one }), { timeout: 8_000 }).toHaveLength(2);
  await acknowledgeIncident(house.scope(org, 'engineer'), { incident });
  await expect.poll(async () => (await kinds(org)).filter((kind) => kind === 'respond.page-sent').length).toBe(3);
  await overdue();
  await house.clock.sleep(2_500);
  expect(await house.mailer.caught({ to: two })).toHaveLength(1);
});

test('a webhook that does not answer is tried again, and each try is in the ledger without its address', async () => {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const port = (receiver.address() as AddressInfo).port;
  const { contact } = await addContact(owner, {
    name: 'Broken',
    kind: 'webhook',
    address: `http://127.0.0.1:${port}/broken`,
    allowPrivate: true,
  });
  await openIncident(owner, { shop: newId('shop'), title: 'Something', severity: 'low', touchesPeople: false });
  await expect.poll(() => kinds(org)).toContain('respond.page-failed');
  await house.state.inOrg(org, (db) => sql`update pages set due_at = now() - interval '1 second'`.execute(db));
  await expect.poll(async () => (await kinds(org)).filter((kind) => kind === 'respond.page-failed').length, { timeout: 8_000 }).toBe(2);
  expect(JSON.stringify(await entries(org))).not.toContain('/broken');
  await removeContact(owner, { contact });
});

test('who may not, may not; another organisation sees nothing; a closed incident stays closed', async () => {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const { incident } = await openIncident(owner, { shop: newId('shop'), title: 'Something', severity: 'high', touchesPeople: false });
  await expect(acknowledgeIncident(house.scope(org, 'viewer'), { incident })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(addContact(house.scope(org, 'privacy'), { name: 'x', kind: 'mail', address: 'a@b.example' })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await expect(acknowledgeIncident(house.scope(house.newOrg(), 'owner'), { incident })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(addContact(owner, { name: 'x', kind: 'webhook', address: 'http://hooks.example/a' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  await containIncident(owner, { incident, how: 'The route is blocked at the proxy' });
  await closeIncident(owner, { incident, because: 'Nothing was read' });
  await expect(closeIncident(owner, { incident, because: 'again' })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await kinds(org)).toEqual(
    expect.arrayContaining(['respond.incident-acknowledged', 'respond.incident-contained', 'respond.incident-closed']),
  );
});

test('the first contact is woken for what is open, unanswered and grave already; the second is not', async () => {
  const org = house.newOrg();
  await tell(house.scope(org), { raised: signal(newId('shop')) });
  await tell(house.scope(org), { raised: signal(newId('shop'), { level: 'medium' }) });
  await tell(house.scope(org), { raised: signal(newId('shop')) });
  await expect.poll(async () => (await incidents(org)).length).toBe(3);
  const [, , answered] = await incidents(org);
  if (!answered) throw new Error('no incident');
  await acknowledgeIncident(house.scope(org, 'owner'), { incident: answered.id });
  const [first, second] = [address(), address()];
  expect(await addContact(house.scope(org, 'owner'), { name: 'Night phone', kind: 'mail', address: first })).toMatchObject({ paged: 1 });
  expect(await addContact(house.scope(org, 'owner'), { name: 'Day phone', kind: 'mail', address: second })).toMatchObject({ paged: 0 });
  await expect.poll(() => house.mailer.caught({ to: first })).toHaveLength(1);
  expect(await house.mailer.caught({ to: second })).toHaveLength(0);
});

test('a test page says that it is one, is recorded with its answer, and a failure is said', async () => {
  const org = house.newOrg();
  const to = address();
  const owner = house.scope(org, 'owner');
  const { contact } = await addContact(owner, { name: 'Night phone', kind: 'mail', address: to });
  const { port } = receiver.address() as AddressInfo;
  const hook = { kind: 'webhook', allowPrivate: true } as const;
  const broken = await addContact(owner, { name: 'Broken hook', ...hook, address: `http://127.0.0.1:${port}/broken` });
  await expect(sendTestPage(house.scope(org, 'viewer'), contact)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(sendTestPage(house.scope(house.newOrg(), 'owner'), contact)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await sendTestPage(owner, contact)).toMatchObject({ name: 'Night phone', sent: true });
  expect(await sendTestPage(owner, broken.contact)).toMatchObject({ sent: false, response: expect.stringContaining('503') });
  const [mail] = await house.mailer.caught({ to });
  expect([mail?.subject, mail?.text.split('\n')[0]]).toEqual(['TEST: Shopbell can reach you', expect.stringMatching(/^This is a test/)]);
  expect(calls.at(-1)?.body).toContain('"type":"respond.test"');
  expect(await incidents(org)).toEqual([]);
  const tested = (await entries(org)).filter((entry) => entry.kind === 'respond.page-tested');
  expect(tested.map((entry) => (entry.payload as { sent: boolean }).sent)).toEqual([true, false]);
});
