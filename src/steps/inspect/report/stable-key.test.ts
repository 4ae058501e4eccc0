import { expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint-of.ts';
import { stableKey } from './stable-key.ts';

const TARGET = 'https://pr-41.preview.example:8443';

it.each([
  ['https://pr-41.preview.example:8443/assets/app.js', '/assets/app.js'],
  ['https://pr-41.preview.example:8443', '/'],
  ['https://pr-41.preview.example:8443/a.js?v=1700000000#x', '/a.js'],
  ['https://pr-41.preview.example:8443.evil.example/a.js', 'https://pr-41.preview.example:8443.evil.example/a.js'],
  ['https://evil-pr-41.preview.example:8443/a.js', 'https://evil-pr-41.preview.example:8443/a.js'],
  ['/assets/index-BkZ8x_9a.js', '/assets/index-*.js'],
  ['/assets/index-BxkQmZtR.js', '/assets/index-*.js'],
  ['/assets/chunk-7KXQ2J4M.js', '/assets/chunk-*.js'],
  ['/static/js/main.3fa9c1d2.chunk.js', '/static/js/main.*.chunk.js'],
  ['/static/version1701234567/frontend/js/app.js', '/static/*/frontend/js/app.js'],
  ['/_next/static/Xk29dDf03Lq8sT5uVwYz1/_buildManifest.js', '/_next/static/*/_buildManifest.js'],
  ['https://cdn.other.example/lib/0a1b2c3d4e5f/sdk.js', 'https://cdn.other.example/lib/*/sdk.js'],
])('%s is %s', (key, stable) => {
  expect(stableKey(key, TARGET)).toBe(stable);
  expect(stableKey(stable, TARGET)).toBe(stable);
});

it.each([
  '/js/jquery-3.7.1.min.js',
  '/js/jquery.validate.unobtrusive.js',
  '/js/bootstrap5.bundle.js',
  '/js/checkoutPaymentFormHandler.js',
  '/js/es2015-polyfills.js',
  '/backup-20240101.sql',
  '/.git/config',
  'PHPSESSID',
  'home',
  'inline:0a1b2c3d4e5f0a1b2c3d4e5f',
])('%s stays as it is', (key) => expect(stableKey(key, TARGET)).toBe(key));

it('a fingerprint holds over hosts, builds and queries, and tells checks, paths and other hosts apart', () => {
  const one = fingerprintOf('payment-scripts', 'https://pr-1.example/assets/index-BkZ8x_9a.js', 'https://pr-1.example');
  expect(fingerprintOf('payment-scripts', 'https://pr-2.example/assets/index-DfT4kQ0z.js?x=1', 'https://pr-2.example')).toBe(one);
  expect(fingerprintOf('payment-scripts', '/assets/index-*.js', '')).toBe(one);
  expect(fingerprintOf('csp', '/assets/index-*.js', '')).not.toBe(one);
  expect(fingerprintOf('payment-scripts', 'https://other.example/assets/index-BkZ8x_9a.js', 'https://pr-1.example')).not.toBe(one);
});
