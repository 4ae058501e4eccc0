import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { startImap, type TestImap } from '#engines/testing/start-imap.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { accountChecks } from '../../checks/accounts/account-checks.ts';
import { goldenInspection } from '../../checks/golden-inspection.ts';
import { judgeInspection } from '../../checks/judge-inspection.ts';
import { openLetterBox } from '../../open-letter-box.ts';
import { openFetch } from '../fetch-page.ts';
import { collectAccounts } from './collect-accounts.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const ACCOUNT = { address: 'test.customer@shop.example', password: 'Quiet-River-77' };
let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-letters-'));
  browser = openBrowser({ cacheFolder: folder, lookup: async () => ['127.0.0.1'] });
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ways {
  readonly token?: (address: string) => string;
  readonly host?: (request: IncomingMessage) => string;
  readonly keepsOlder?: boolean;
  readonly tells?: boolean;
  readonly text?: string;
  /** Says yes and sends nothing. */
  readonly silent?: boolean;
}

const page = (body: string) => `<!doctype html><html lang="en"><title>Small shop</title><body><h1>Small shop</h1>${body}</body></html>`;

/** A small shop whose letters go into a mailbox. */
async function openSmallShop(imap: TestImap, ways: Ways) {
  const good = new Set<string>();
  const server = createServer(async (request, response) => {
    const { port } = server.address() as AddressInfo;
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    let body = '';
    for await (const part of request) body += String(part);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (path === '/reset' && request.method === 'POST') {
      const to = new URLSearchParams(body).get('email') ?? '';
      if (to === ACCOUNT.address && !ways.silent) {
        if (!ways.keepsOlder) good.clear();
        const token = (ways.token ?? (() => randomBytes(32).toString('base64url')))(to);
        good.add(token);
        const host = ways.host?.(request) ?? `localhost:${port}`;
        const text = `${ways.text ?? 'This link is good for 60 minutes.'}\r\nhttp://${host}/new-password?token=${encodeURIComponent(token)}\r\n`;
        imap.deliver(
          'INBOX',
          `From: shop@shop.example\r\nTo: <${to}>\r\nSubject: A new password\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`,
        );
      }
      return response.end(page('<p>If there is such an account, a letter is on its way.</p>'));
    }
    if (path === '/new-password') {
      const token = new URL(request.url ?? '/', 'http://x').searchParams.get('token') ?? '';
      if (!good.has(token)) return response.writeHead(410).end(page('<p>This link is over.</p>'));
      const told = ways.tells
        ? `<script>new Image().src = 'http://stats.elsewhere.example:${port}/hit?page=' + encodeURIComponent(location.href);</script>`
        : '';
      const fields =
        '<input type="password" name="a" autocomplete="new-password"><input type="password" name="b" autocomplete="new-password"><button>Save</button>';
      return response.end(page(`<form method="post" action="/new-password">${fields}</form>${told}`));
    }
    if (path === '/reset')
      return response.end(
        page('<form method="post" action="/reset"><label>E-mail <input type="email" name="email"></label><button>Send</button></form>'),
      );
    if (path === '/login')
      return response.end(
        page(
          '<form method="post" action="/login"><input type="email" name="email"><input type="password" name="password" autocomplete="current-password"><button>Sign in</button></form><a href="/reset">Forgot your password?</a>',
        ),
      );
    response.end(page('<a href="/login">Sign in</a>'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

async function look(ways: Ways) {
  const mailbox = { user: 'owner', password: 'letters', security: 'none' as const };
  const imap = await startImap(mailbox);
  imap.deliver('INBOX', `To: ${ACCOUNT.address}\r\nSubject: Older\r\n\r\nhttp://localhost/new-password?token=an-old-one-123456789\r\n`);
  const shop = await openSmallShop(imap, ways);
  const wire = openWire();
  const letters = () =>
    openLetterBox(
      { wire, clock: systemClock },
      { ...mailbox, host: '127.0.0.1', port: imap.port },
      { folder: 'INBOX', to: ACCOUNT.address, allowPrivate: true },
    );
  try {
    const pace = async () => undefined;
    const fetch = openFetch({ http: openHttpClient() }, { allowPrivate: true }, pace);
    const home = await fetch(shop.url);
    if (home.kind === 'unknown') throw new Error(home.reason);
    const seen = await collectAccounts({ browser, random: systemRandom, clock: systemClock }, fetch, {
      ...{ allowPrivate: true, shop: new URL(shop.url), home: home.value, pace },
      accounts: { first: ACCOUNT, second: null, mayLock: false, letters },
    });
    const { results } = judgeInspection(goldenInspection({ target: shop.url, accounts: seen }), accountChecks);
    const said = Object.fromEntries(
      results.flatMap(({ check, outcome, weaknesses, evidence }) =>
        check.id.startsWith('reset-')
          ? [[check.id, `${outcome} ${[...weaknesses.map(({ key }) => key)].join(' ')} | ${evidence.map(({ text }) => text).join('; ')}`]]
          : [],
      ),
    );
    const kept = JSON.stringify(seen);
    expect(kept).not.toContain(ACCOUNT.address);
    expect(kept).not.toContain(ACCOUNT.password);
    return { said, seen, imap };
  } finally {
    shop.close();
    await imap.close();
  }
}

it('a letter as it should be passes, but for the plain HTTP of loopback; nothing in the mailbox is changed', async () => {
  const { said, imap, seen } = await look({});
  expect(said).toMatchObject({
    'reset-letter': expect.stringMatching(/^fail plain \|/),
    'reset-letter-host': expect.stringMatching(/^pass/),
    'reset-page-leak': expect.stringMatching(/^pass/),
    'reset-letter-life': expect.stringMatching(/^pass .*the letter says 1 hours/),
  });
  expect(imap.subjects('INBOX')).toEqual(['Older', 'A new password', 'A new password']);
  expect(imap.commands).not.toContain('UID STORE');
  expect(seen?.sent).toContainEqual({ purpose: 'reset', to: '/reset', times: 3 });
});

it('every weakness that is planted is found', async () => {
  const { said } = await look({
    token: (address) => createHash('md5').update(address).digest('hex'),
    host: (request) => String(request.headers['x-forwarded-host'] ?? request.headers.host),
    ...{ keepsOlder: true, tells: true, text: `Your password is: ${ACCOUNT.password}. Good for 7 days.` },
  });
  expect(said).toMatchObject({
    'reset-letter': expect.stringMatching(/^fail password-in-letter made-of plain/),
    'reset-letter-host': expect.stringMatching(/^fail forged .*forged-host\.example/),
    'reset-page-leak': expect.stringMatching(/^fail told .*stats\.elsewhere\.example:\d+ got it in the address/),
    'reset-letter-life': expect.stringMatching(/^warn same long/),
  });
});

it('short secrets that count up are found, and older links that stay good', async () => {
  let count = 48_213;
  const { said } = await look({ token: () => `R${++count}`, keepsOlder: true });
  expect(said['reset-letter']).toMatch(/^fail short plain/);
  expect(said['reset-letter-life']).toMatch(/^warn older/);
});

it('a letter that does not come is unknown, never fine', async () => {
  vi.spyOn(systemClock, 'ticks').mockImplementation(
    (() => {
      let at = 0;
      return () => (at += 20_000);
    })(),
  );
  const { said } = await look({ silent: true });
  vi.restoreAllMocks();
  for (const check of ['reset-letter', 'reset-letter-host', 'reset-page-leak', 'reset-letter-life'])
    expect(said[check]).toMatch(/^unknown .*No letter came to the test account within 45 seconds/);
});
