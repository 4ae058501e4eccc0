import { describe, expect, it } from 'vitest';
import type { Exchange, Inspection } from '../../inspection.ts';
import type { PageKind } from '../../page-words.ts';
import type { CrossOrigin } from '../../site.ts';
import { exchange, goldenInspection, got, homePage } from '../golden-inspection.ts';
import { judgeOne, keysOf } from '../judge-one.ts';
import { parseCookie } from './parse-cookie.ts';
import { readPolicies } from './read-policies.ts';

const home = (headers: Record<string, string | undefined>, change: Partial<Exchange> = {}) =>
  goldenInspection({ home: got(homePage(headers, change)) });
const withPage = (kind: PageKind, headers: Record<string, string | undefined>, change: Partial<Exchange> = {}) =>
  goldenInspection({ pages: [{ kind, answer: got(homePage(headers, { finalUrl: `https://shop.example.com/${kind}`, ...change })) }] });
const strict = "script-src 'nonce-abcdefgh' 'strict-dynamic'; object-src 'none'; base-uri 'none'";
const lax = "script-src 'self' 'unsafe-inline' https:";

describe('a content security policy', () => {
  it.each<[string, Inspection, string]>([
    ['of which one of two holds is none that can be got around', home({ 'content-security-policy': `${lax}, ${strict}` }), 'pass'],
    ['lax twice can be got around', home({ 'content-security-policy': `${lax}, ${lax}` }), 'warn low'],
    [
      'in the page’s head counts',
      home(
        { 'content-security-policy': undefined },
        { body: `<head><meta http-equiv="Content-Security-Policy" content="${strict}"></head>` },
      ),
      'pass',
    ],
    [
      'in the body of the page does not',
      home(
        { 'content-security-policy': undefined },
        { body: `<head></head><body><meta http-equiv="Content-Security-Policy" content="${strict}">` },
      ),
      'fail medium',
    ],
    [
      'that only reports stops nothing',
      home({ 'content-security-policy': undefined, 'content-security-policy-report-only': strict }),
      'warn low',
    ],
    [
      'that names a host with JSONP can be got around',
      home({ 'content-security-policy': "script-src 'self' https://www.google.com; object-src 'none'; base-uri 'none'" }),
      'warn low',
    ],
    [
      'that allows eval can be got around',
      home({ 'content-security-policy': "default-src 'self'; script-src 'self' 'unsafe-eval'; object-src 'none'; base-uri 'none'" }),
      'warn low',
    ],
    ['missing on the sign-in alone is told of', withPage('sign-in', { 'content-security-policy': undefined }), 'fail medium'],
  ])('%s', (_what, inspection, expected) => expect(judgeOne('csp', inspection)).toBe(expected));
  it('with a nonce that never changes is told of', () => {
    const same = goldenInspection().home;
    expect(keysOf('csp', goldenInspection({ homeAgain: same }))).toEqual(['nonce']);
  });
  it('missing everywhere is told of once', () => {
    const page = {
      kind: 'cart',
      answer: got(homePage({ 'content-security-policy': undefined }, { finalUrl: 'https://shop.example.com/cart' })),
    } as const;
    expect(keysOf('csp', goldenInspection({ home: got(homePage({ 'content-security-policy': undefined })), pages: [page] }))).toEqual([
      'home',
    ]);
  });
  it('of a page’s head says nothing about frames', () =>
    expect(
      readPolicies(
        exchange({ body: `<head><meta http-equiv=content-security-policy content="frame-ancestors 'none'; default-src 'self'"></head>` }),
      ).enforced,
    ).toEqual(["default-src 'self'"]));
});

describe('cookies', () => {
  const set = (...cookies: string[]) => home({}, { cookies });
  it.each<[string, Inspection, string]>([
    ['kept as they should be', set('__Host-sid=1; Secure; HttpOnly; SameSite=Lax; Path=/'), 'pass'],
    ['with a name whose rules they break', set('__Host-sid=1; Secure; HttpOnly; SameSite=Lax; Path=/; Domain=example.com'), 'warn low'],
    ['for other sites without Secure', set('theme=1; SameSite=None'), 'warn low'],
    ['with a SameSite that does not exist', set('theme=1; Secure; SameSite=Relaxed'), 'warn low'],
    ['for every host of the domain', set('sid=1; Secure; HttpOnly; SameSite=Lax; Domain=.example.com'), 'warn info'],
    ['kept for years', set('sid=1; Secure; HttpOnly; SameSite=Lax; Max-Age=94608000'), 'warn info'],
    ['of the cart', withPage('cart', {}, { cookies: ['PHPSESSID=1; path=/'] }), 'fail medium'],
  ])('%s', (_what, inspection, expected) => expect(judgeOne('cookies', inspection)).toBe(expected));
  it('are read without their value', () =>
    expect(parseCookie('a=secret; Domain=.Shop.example; Max-Age=x; Path')).toEqual({
      name: 'a',
      secure: false,
      httpOnly: false,
      sameSite: null,
      domain: 'shop.example',
      path: null,
      maxAge: null,
    }));
});

describe('other origins', () => {
  const answered = (from: CrossOrigin['from'], allowed: string | null, withCredentials: boolean) => {
    const origin = from === 'null' ? 'null' : 'https://foreign.example';
    return goldenInspection({
      crossOrigin: [{ from, origin, url: 'https://shop.example.com/', answer: got({ allowed, withCredentials, vary: null }) }],
    });
  };
  it.each<[Inspection, string]>([
    [answered('foreign', 'https://foreign.example', true), 'fail high'],
    [answered('look-alike', 'https://foreign.example', true), 'fail high'],
    [answered('null', 'null', true), 'fail high'],
    [answered('foreign', 'https://foreign.example', false), 'warn low'],
    [answered('foreign', '*', true), 'pass'],
    [answered('foreign', 'https://shop.example.com', true), 'pass'],
    [answered('foreign', null, true), 'pass'],
    [goldenInspection({ crossOrigin: [] }), 'unknown'],
  ])('%#', (inspection, expected) => expect(judgeOne('cross-origin', inspection)).toBe(expected));
});

describe('shared caches', () => {
  const cookies = ['PHPSESSID=1; Secure; HttpOnly; SameSite=Lax'];
  it.each<[string, Inspection, string]>([
    ['may not keep a cart', withPage('cart', { 'cache-control': 'private, no-store' }, { cookies }), 'pass'],
    ['may keep a cart that sets a session', withPage('cart', { 'cache-control': 'public, max-age=600' }, { cookies }), 'fail medium'],
    ['did hand one out', withPage('cart', { 'cache-control': 's-maxage=600', age: '12' }, { cookies }), 'fail high'],
    [
      'keep one for each cookie',
      withPage('cart', { 'cache-control': 'public, max-age=600', vary: 'Accept-Encoding, Cookie' }, { cookies }),
      'pass',
    ],
    ['may keep an empty shell', withPage('cart', { 'cache-control': 'public, max-age=600' }, { cookies: [] }), 'pass'],
    [
      'may keep a page with the cookie of a banner',
      withPage('product', { 'cache-control': 'public, max-age=600' }, { cookies: ['theme=dark; Secure'] }),
      'pass',
    ],
  ])('%s', (_what, inspection, expected) => expect(judgeOne('personal-cache', inspection)).toBe(expected));
});

describe('what other sites get and give', () => {
  const body = (text: string, headers = {}) => home(headers, { body: text });
  it.each<[string, string, Inspection, string]>([
    ['integrity', 'a pinned script', body('<script src="https://cdn.example/a.js" integrity="sha384-x" crossorigin></script>'), 'pass'],
    ['integrity', 'a script that is not', body('<script async src=//cdn.example/a.js></script>'), 'warn low'],
    ['integrity', 'a style', body('<link rel="stylesheet" href="https://fonts.example/a.css">'), 'warn info'],
    ['integrity', 'an icon', body('<link rel="icon" href="https://cdn.example/a.png">'), 'pass'],
    ['integrity', 'one of the same site', body('<script src="https://static.example.com/a.js"></script>'), 'pass'],
    ['integrity', 'one in a comment', body('<!-- <script src="https://cdn.example/a.js"></script> -->'), 'pass'],
    ['referrer-leak', 'a lax policy that nobody sees', body('shop', { 'referrer-policy': 'unsafe-url' }), 'pass'],
    [
      'referrer-leak',
      'a lax policy and a foreign picture',
      body('<img src="https://pixel.example/a.gif">', { 'referrer-policy': 'unsafe-url' }),
      'warn low',
    ],
    ['referrer-leak', 'a tag of its own', body('<img referrerpolicy="unsafe-url" src="https://pixel.example/a.gif">'), 'warn low'],
    [
      'referrer-leak',
      'a strict tag',
      body('<img referrerpolicy="no-referrer" src="https://pixel.example/a.gif">', { 'referrer-policy': 'unsafe-url' }),
      'pass',
    ],
    ['referrer-leak', 'sessions in links', body('<a href="/item?x=1&amp;PHPSESSID=abc">'), 'fail medium'],
    [
      'isolation',
      'neither header',
      body('shop', { 'cross-origin-opener-policy': undefined, 'permissions-policy': undefined }),
      'warn info info',
    ],
  ])('%s: %s', (check, _what, inspection, expected) => expect(judgeOne(check, inspection)).toBe(expected));
});

describe('security.txt', () => {
  const text = (body: string, headers = {}) =>
    goldenInspection({ securityTxt: got(exchange({ url: 'https://shop.example.com/.well-known/security.txt', body, headers })) });
  const good = 'Contact: mailto:s@shop.example\nExpires: 2026-12-01T00:00:00Z\n';
  it.each<[string, Inspection, readonly string[]]>([
    [
      'as it should be, signed',
      text(`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${good}-----BEGIN PGP SIGNATURE-----\nVersion: x\n`),
      [],
    ],
    ['with a contact in a comment only', text('# Contact: mailto:a@b.example\nExpires: 2026-12-01T00:00:00Z'), ['missing']],
    ['with a bare mail address', text('Contact: s@shop.example\nExpires: 2026-12-01T00:00:00Z'), ['contact']],
    ['with a date in words', text('Contact: mailto:s@shop.example\nExpires: Tue, 1 Dec 2026 00:00:00 +0000'), ['expired']],
    ['with two dates', text(`${good}Expires: 2026-12-02T00:00:00Z`), ['expired']],
    ['far ahead', text('Contact: mailto:s@shop.example\nExpires: 2036-12-01T00:00:00Z'), ['far']],
    ['of another site', text(`${good}Canonical: https://other.example/.well-known/security.txt`), ['canonical']],
    ['of this site', text(`${good}Canonical: https://shop.example.com/.well-known/security.txt`), []],
    ['sent as something else', text(good, { 'content-type': 'application/octet-stream' }), ['type']],
  ])('%s', (_what, inspection, keys) => expect(keysOf('security-txt', inspection)).toEqual(keys));
});
