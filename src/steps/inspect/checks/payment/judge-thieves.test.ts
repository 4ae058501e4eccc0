import { describe, expect, it } from 'vitest';
import type { Authorised, PaymentPage, Script } from '../../inspection.ts';
import { imitates, isPaymentHost } from '../../payment-hosts.ts';
import { judgeThieves } from './judge-thieves.ts';
import { signsOf } from './signs-of.ts';

const KEY = 'https://cdn.example/a.js';
const script: Script = { url: KEY, party: 'third', hash: 'a', shape: 'a', bytes: 10, parent: null, signs: [], code: [] };
const host = (name: string, channels: readonly string[] = ['ping']) => ({
  host: name,
  party: 'third' as const,
  requests: 3,
  scripts: [KEY],
  channels,
});
const leak = {
  field: 'card',
  host: 'out.example',
  where: 'body',
  encoding: 'base64',
  channel: 'fetch',
  script: KEY,
  recording: false,
} as const;
const reads = (field: string, how = 'value read') => ({ script: KEY, field, how });

function page(change: Partial<PaymentPage>): PaymentPage {
  const url = 'https://shop.example/checkout';
  return {
    ...{ url, finalUrl: url, status: 200, headers: {}, scripts: [script], sources: {}, hosts: [], forms: [], frames: [] },
    ...{ typed: ['card', 'email'], leaks: [], uses: [], tricks: [], changes: [], onlyIn: {}, partial: null },
    ...change,
  };
}
const certainties = (change: Partial<PaymentPage>, authorised: Authorised | null = null) =>
  judgeThieves(page(change), authorised).map(({ certainty, to }) => `${certainty} ${to}`);

describe('a thief is', () => {
  it('who enciphers a card number and reaches a stranger, hides it in the browser, or hands it to a worker that nobody sees', () => {
    const uses = [reads('card')];
    const trick = (what: PaymentPage['tricks'][number]['what']) => ({ script: KEY, what, detail: 'd' });
    expect(certainties({ uses, hosts: [host('out.example')], tricks: [trick('enciphers typed values')] })).toEqual(['likely out.example']);
    expect(certainties({ uses, tricks: [trick('hides typed values')] })).toEqual(['likely a place to fetch it from (d)']);
    expect(certainties({ uses, tricks: [trick('shared worker'), trick('hands over typed values')] })).toEqual([
      'likely a shared worker (d)',
    ]);
    expect(certainties({ uses, tricks: [trick('enciphers typed values')] })).toEqual([]);
    expect(certainties({ uses, hosts: [host('out.example')], tricks: [trick('keeps typed values')] })).toHaveLength(1);
    expect(certainties({ uses: [reads('email')], tricks: [trick('hides typed values')] })).toEqual([]);
    expect(certainties({ uses, tricks: [trick('shared worker')] })).toEqual([]);
  });

  it('who sends card data to a host that is not expected', () => {
    expect(certainties({ leaks: [leak] })).toEqual(['proven out.example']);
    expect(certainties({ leaks: [{ ...leak, host: 'api.stripe.com' }] })).toEqual([]);
    expect(certainties({ leaks: [leak] }, { scripts: [], hosts: ['out.example'] } as unknown as Authorised)).toEqual([]);
  });

  it('not who records the visit, hashes, or measures with an address in the clear', () => {
    expect(certainties({ leaks: [{ ...leak, recording: true }] })).toEqual([]);
    expect(certainties({ leaks: [{ ...leak, field: 'email', encoding: 'SHA-256' }] })).toEqual([]);
    expect(certainties({ leaks: [{ ...leak, field: 'email' }] })).toEqual([]);
  });

  it('who hides a mail address with a cipher in an unreadable script', () => {
    const hidden = { ...leak, field: 'email', encoding: 'base64 > exclusive-or with a short key' };
    expect(certainties({ leaks: [hidden] })).toEqual([]);
    expect(certainties({ leaks: [hidden], scripts: [{ ...script, signs: ['names hidden as hexadecimal numbers'] }] })).toEqual([
      'proven out.example',
    ]);
  });

  it('never who only reads or listens, as masks and validators do', () => {
    const uses = [reads('card'), reads('cvc', 'key read'), reads('card', 'listens to input')];
    expect(certainties({ uses })).toEqual([]);
    expect(certainties({ uses, hosts: [host('metrics.example')] })).toEqual([]);
    expect(certainties({ uses, hosts: [host('js.stripe.com')], scripts: [{ ...script, signs: ['an address hidden in base64'] }] })).toEqual(
      [],
    );
  });

  it('who reads card fields, reaches a stranger, and hides', () => {
    const uses = [reads('card')];
    const signs = ['an address hidden in base64'];
    expect(certainties({ uses, hosts: [host('out.example')], scripts: [{ ...script, signs }] })).toEqual(['likely out.example']);
    expect(certainties({ uses, hosts: [host('www.google-anaiytics.com')] })).toEqual(['likely www.google-anaiytics.com']);
    expect(certainties({ uses, tricks: [{ script: KEY, what: 'direct connection', detail: '203.0.113.7' }] })).toEqual([
      'likely a direct connection (203.0.113.7)',
    ]);
    expect(certainties({ uses: [reads('email')], hosts: [host('out.example')], scripts: [{ ...script, signs }] })).toEqual([]);
  });

  it('a frame of a stranger that asks for the card, surely so when it lies over the page’s own fields', () => {
    const frame = { url: 'https://pay.stranger.example/f', fields: ['card', 'cvc'], late: false, covers: false };
    expect(certainties({ frames: [frame] })).toEqual(['likely pay.stranger.example']);
    expect(certainties({ frames: [{ ...frame, covers: true }] })).toEqual(['proven pay.stranger.example']);
    expect(certainties({ frames: [{ ...frame, url: 'https://js.stripe.com/v3/', covers: true }] })).toEqual([]);
    expect(certainties({ frames: [{ ...frame, fields: [] }] })).toEqual([]);
  });
});

describe('hosts', () => {
  it.each([
    ['js.stripe.com', true],
    ['stripe.com:443', true],
    ['stripe.com.evil.example', false],
    ['notstripe.com', false],
  ])('%s is a payment provider’s: %s', (name, expected) => expect(isPaymentHost(name)).toBe(expected));

  it.each([
    ['google-anaiytics.com', 'googleanalytics'],
    ['www.g00gle-analytics.top', 'googleanalytics'],
    ['jquery-cdn.su', 'jquery'],
    ['paypal-checkout.example', 'paypal'],
    ['www.google-analytics.com', null],
    ['code.jquery.com', null],
    ['region1.google-analytics.com', null],
    ['shop.example', null],
  ])('%s imitates %s', (name, expected) => expect(imitates(name)).toBe(expected));
});

describe('signs of a source', () => {
  const hex = (text: string) => [...text].map((char) => `\\x${char.charCodeAt(0).toString(16)}`).join('');
  it.each([
    ['names hidden as hexadecimal numbers', Array.from({ length: 20 }, (_, i) => `var _0x${(4096 + i).toString(16)}=${i};`).join('')],
    [
      'texts hidden as escapes',
      `var a=['${hex('a text that nobody can read at a glance, long enough')}','${hex('and another one of the same kind, to be sure')}'];`,
    ],
    ['packed to be unpacked by eval', 'eval(function(p,a,c,k,e,d){return p}("",1,1,"".split("|"),0,{}))'],
    ['runs code that it decodes', 'new Function(atob("YQ=="))()'],
    ['an address hidden in base64', `x("${Buffer.from('https://out.example/a').toString('base64')}")`],
    ['looks for developer tools', 'if(window.outerWidth - window.innerWidth > 160) stop()'],
    ['texts hidden as character codes', 'String.fromCharCode(104,116,116,112,115,58,47,47,111,117,116,46,101)'],
  ])('%s', (sign, source) => expect(signsOf(source)).toContain(sign));

  it('has none for ordinary code', () => {
    const ordinary =
      'export function total(items) { return items.reduce((sum, { price, count }) => sum + price * count, 0); } fetch("https://shop.example/api");';
    expect(signsOf(ordinary)).toEqual([]);
  });
});
