import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { gateShape, inspectShape } from '#steps/inspect/index.ts';
import type { GateFlags } from './gate/gate-flags.ts';
import { gateOnce, renderGate } from './gate/gate-once.ts';

/** A shop on loopback, and what is wrong with it at the moment. */
const release = {
  build: 'BkZ8x_9a',
  dump: false,
  checkoutExtra: '',
  policy: "default-src 'self'; script-src 'self' http://127.0.0.1:*; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
  payload: 1_000,
  cart: 'Add to cart',
};
let server: Server;
let url: string;
let folder: string;
const html = { 'content-type': 'text/html' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-gate-'));
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    if (pathname === '/') {
      const headers = { ...html, 'content-security-policy': release.policy, 'x-frame-options': 'DENY' };
      response
        .writeHead(200, headers)
        .end(
          `<title>Shop</title><a href="/checkout">${release.cart}</a> <a href="/mugs">Mugs</a> <a href="/plates">Plates</a><script src="/assets/app-${release.build}.js?v=1"></script>`,
        );
    } else if (pathname === '/checkout') {
      response
        .writeHead(200, html)
        .end(
          `<title>Pay</title><h1>Pay</h1><form><input name="card" autocomplete="cc-number"></form><script src="/assets/pay-${release.build}.js"></script>${release.checkoutExtra}`,
        );
    } else if (/^\/assets\/(app|pay)-[\w]+\.js$/.test(pathname)) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(`window.build = 1;${' '.repeat(release.payload)}`);
    } else if (pathname === '/.env' && release.dump) {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('APP_KEY=base64:c29tZXRoaW5n\nDB_PASSWORD=made-up\n');
    } else response.writeHead(404).end('nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const file = (name: string) => join(folder, name);
const flags = (change: Partial<GateFlags> = {}): GateFlags => ({
  ...{ format: 'text', key: 'SHOPBELL_API_KEY', allowPrivate: true, rate: 100, runs: 1, config: undefined as never },
  ...change,
});
const gate = (change: Partial<GateFlags> = {}) => gateOnce(url, flags(change), {});
const failing = ({ result }: Awaited<ReturnType<typeof gate>>) =>
  result.decision.failing.map(({ check, standing }) => `${check} ${standing}`);

describe('a release', () => {
  it('passes against its own baseline, also from another build; something new stops it, and its going is told', async () => {
    const baseline = file('a.yml');
    const first = await gate({ writeBaseline: baseline, paymentPage: '/checkout' });
    expect([first.code, first.result.unknown, first.result.agreed.length > 0]).toEqual([0, [], true]);
    const written = await readFile(baseline, 'utf8');
    expect(written).toContain('key: /assets/pay-*.js');
    expect(written).not.toContain(new URL(url).port);

    release.build = 'DfT4kQ0z';
    const second = await gate({ baseline, paymentPage: '/checkout' });
    expect([second.code, failing(second), second.result.unknown]).toEqual([0, [], []]);
    expect(second.result.decision.known.length).toBe(first.result.agreed.length);

    release.dump = true;
    const third = await gate({ baseline, paymentPage: '/checkout', output: [`json=${file('a.json')}`, file('a.md'), file('a.sarif')] });
    expect([third.code, failing(third)]).toEqual([1, ['exposed-files new']]);
    expect(gateShape.parse(JSON.parse(await readFile(file('a.json'), 'utf8'))).passed).toBe(false);
    expect(await readFile(file('a.md'), 'utf8')).toContain('❌ Gate failed: 1 thing new');
    expect(JSON.parse(await readFile(file('a.sarif'), 'utf8')).runs[0].results[0]).toMatchObject({
      ruleId: 'exposed-files',
      baselineState: 'new',
    });
    expect((await gate({ baseline, paymentPage: '/checkout', skip: ['exposed-files'] })).code).toBe(0);

    await gate({ baseline, writeBaseline: true, paymentPage: '/checkout' });
    release.dump = false;
    const last = await gate({ baseline, paymentPage: '/checkout' });
    expect(last.code).toBe(0);
    expect(renderGate(last.result, 'text')).toMatch(/Baseline can shrink\n {2}exposed-files: /);
  }, 120_000);

  it('keeps owner, reason and last day when the baseline is written anew, and stops what is past its day', async () => {
    const baseline = file('b.yml');
    await gate({ writeBaseline: baseline });
    const text = await readFile(baseline, 'utf8');
    const accepted = text.replace(
      /(check: https-redirect[\s\S]*?)owner: ""\n( +)reason: ""\n( +)until: null/,
      '$1owner: Ana\n$2reason: staging has no certificate\n$3until: 2026-01-31',
    );
    expect(accepted).not.toBe(text);
    await writeFile(baseline, accepted);
    const late = await gate({ baseline });
    expect([late.code, failing(late)]).toEqual([1, ['https-redirect expired']]);
    const agreed = await gate({ baseline, writeBaseline: true });
    expect([agreed.code, failing(agreed)]).toEqual([1, ['https-redirect expired']]);
    expect(await readFile(baseline, 'utf8')).toBe(accepted);
    await writeFile(baseline, accepted.replace('2026-01-31', '2999-12-31'));
    expect((await gate({ baseline })).code).toBe(0);
  }, 120_000);

  it('is asked about each script and host that it brings to the payment page, and about each header that it weakens', async () => {
    const baseline = file('c.yml');
    await gate({ writeBaseline: baseline, paymentPage: '/checkout' });
    const other = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/javascript' }).end('window.tag = 1;'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { policy } = release;
    release.checkoutExtra = `<script src="http://127.0.0.1:${port}/tag.js"></script>`;
    release.policy = policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
    const more = await gate({ baseline, paymentPage: '/checkout', only: ['release'] });
    expect([more.code, failing(more).sort()]).toEqual([1, ['release-headers new', 'release-hosts new', 'release-scripts new']]);
    expect(more.result.decision.failing.map(({ title }) => title).join('\n')).toMatch(/now lets script-src take 'unsafe-inline'/);
    // A look that did not happen is not a look that found nothing.
    const blind = await gate({ baseline, only: ['release'] });
    expect(blind.result.unknown.map(({ id }) => id)).toEqual(['release-scripts']);
    expect((await gate({ baseline, writeBaseline: true, paymentPage: '/checkout', only: ['release'] })).code).toBe(0);
    expect((await gate({ baseline, paymentPage: '/checkout', only: ['release'] })).code).toBe(0);
    other.close();
    Object.assign(release, { checkoutExtra: '', policy });
  }, 120_000);

  it('may weigh a little more than before, not much more, and never more than its budget', async () => {
    const baseline = file('d.yml');
    const only = ['release-weight'];
    await gate({ writeBaseline: baseline, only });
    release.payload = 9_000;
    expect((await gate({ baseline, only })).code).toBe(0);
    release.payload = 60_000;
    const heavy = await gate({ baseline, only });
    expect([heavy.code, heavy.result.decision.failing.map(({ key }) => key)]).toEqual([1, ['home scriptWeight', 'home weight']]);
    await writeFile(file('shopbell.yml'), 'gate:\n  budgets:\n    "*": { scriptWeight: 20 kB }\n');
    const agreed = await gate({ baseline, only, writeBaseline: true, config: file('shopbell.yml') });
    expect([agreed.code, agreed.result.decision.failing.map(({ key }) => key)]).toEqual([1, ['home scriptWeight budget']]);
    release.payload = 1_000;
  }, 120_000);

  it('must let every journey pass; one that cannot be read is wrong usage', async () => {
    const journey = file('buy.spec.ts');
    await writeFile(
      journey,
      `import { expect, test } from '@playwright/test';\ntest('buying', async ({ page }) => {\n  await page.goto('/');\n  await page.getByText('Add to cart').click({ timeout: 2000 });\n  await expect(page.getByRole('heading')).toHaveText('Pay');\n});\n`,
    );
    const good = await gate({ journey: [journey], only: ['release'] });
    expect(good.result.journeys).toMatchObject([{ outcome: 'passed' }]);
    expect(good.code).toBe(0);
    // It ended at a checkout: so its scripts are known without another word.
    expect(good.result.next.scripts).toMatchObject([{ key: '/assets/pay-*.js' }]);
    expect(good.result.next.measures?.[journey]?.scripts).toBe(1);
    release.cart = 'Sold out';
    const bad = await gate({ journey: [journey], only: ['release'], traces: file('traces') });
    release.cart = 'Add to cart';
    expect([bad.code, bad.result.journeys[0]?.reason]).toEqual([1, expect.stringMatching(/^buying: line 4: /)]);
    expect((await readFile(file('traces/buy.spec.zip'))).subarray(0, 2).toString()).toBe('PK');
    await expect(gate({ journey: [file('none.spec.ts')] })).rejects.toMatchObject({ code: 'JOURNEY_INVALID' });
    await expect(
      gateOnce('https://shop.example', { ...flags({ journey: [journey] }), allowPrivate: undefined as never }, {}),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  }, 120_000);

  it('that answers with an error page, or not at all, passes nothing and loses nothing of the baseline', async () => {
    const baseline = file('e.yml');
    await gate({ writeBaseline: baseline });
    const before = await readFile(baseline, 'utf8');
    const locked = createServer((_request, response) => response.writeHead(401, html).end('<title>Sign in</title>'));
    await new Promise<void>((resolve) => locked.listen(0, '127.0.0.1', resolve));
    const address = `http://localhost:${(locked.address() as AddressInfo).port}`;
    const refused = await gateOnce(address, flags({ baseline, failOn: 'critical' }), {});
    expect([refused.code, refused.result.unknown[0]]).toEqual([
      3,
      { id: 'home', reason: 'The home page answered 401: this is not the shop.' },
    ]);
    expect(refused.result.decision.gone).toEqual([]);
    locked.close();
    const journey = file('buy.spec.ts');
    const down = await gateOnce('http://localhost:1', flags({ baseline, writeBaseline: true, journey: [journey] }), {});
    expect([down.code, down.result.journeys[0]?.outcome]).toEqual([3, 'unknown']);
    expect(await readFile(baseline, 'utf8')).toBe(before);
  }, 120_000);

  it('names checks that are like the one that was meant', async () => {
    await expect(gate({ only: ['exposed-file'] })).rejects.toThrow(/did you mean exposed-files/);
    await expect(gate({ skip: ['realese-scripts'] })).rejects.toThrow(/did you mean release-scripts/);
    await expect(gate({ output: ['pdf=x'] })).rejects.toThrow(/formats are/);
    await expect(gate({ writeBaseline: true })).rejects.toThrow(/name the file/);
  });
});

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
  const child = spawn(process.execPath, ['--import', './src/cli/load-sources.ts', 'src/cli/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    texts.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    texts.error += String(chunk);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...texts })));
}

test('on the command line: a bad baseline is wrong usage, an explanation ends at once, inspect knows baselines too', async () => {
  await writeFile(file('bad.yml'), 'schema: shopbell.baseline/9\n');
  await writeFile(file('known.yml'), 'schema: shopbell.baseline/1\nfindings:\n  - { check: https-redirect, key: http, severity: high }\n');
  const bad = await run(['gate', url, '--allow-private', '--baseline', file('bad.yml')]);
  expect([bad.code, bad.out]).toEqual([2, '']);
  expect(bad.error).toContain('(BASELINE_INVALID, see docs/reference/errors.md)');
  const explained = await run(['gate', '--explain', 'release-scripts']);
  expect([explained.code, explained.out]).toEqual([0, expect.stringContaining('PCI DSS 4.0.1 6.4.3')]);
  const words = ['--allow-private', '--rate', '100', '--only', 'https-redirect', '--json'];
  const known = await run(['inspect', url, ...words, '--baseline', file('known.yml')]);
  const unknown = await run(['inspect', url, ...words]);
  expect([known.code, unknown.code]).toEqual([0, 1]);
  expect(inspectShape.parse(JSON.parse(known.out)).checks).toMatchObject([{ id: 'https-redirect', standing: 'known' }]);
  expect(inspectShape.parse(JSON.parse(unknown.out)).checks).toMatchObject([{ id: 'https-redirect' }]);
}, 120_000);
