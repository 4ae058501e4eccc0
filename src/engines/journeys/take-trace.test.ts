import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { hideSecrets } from './hide-secrets.ts';
import { cleanTrace } from './take-trace.ts';

const MIB = 1024 * 1024;

it('a trace that unpacks to very much is not unpacked: what fits is kept, without secrets', () => {
  const bomb = zipSync({
    'a.trace': strToU8('{"text":"the pass-word-of-practice"}'),
    'resources/page.html': new Uint8Array(130 * MIB),
    'b.stacks': strToU8('/home/somebody/journey.ts'),
  });
  expect(bomb.length).toBeLessThan(MIB);
  const before = process.memoryUsage().rss;
  const cleaned = unzipSync(cleanTrace(bomb, hideSecrets({ password: 'pass-word-of-practice' })));
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB);
  expect(Object.keys(cleaned)).toEqual(['a.trace']);
  expect(strFromU8(cleaned['a.trace'] ?? new Uint8Array())).toBe('{"text":"the •••"}');
});

it('many parts are bounded over all of them', () => {
  const parts = Object.fromEntries(Array.from({ length: 12 }, (_, nth) => [`resources/${nth}`, new Uint8Array(10 * MIB)]));
  const kept = Object.values(unzipSync(cleanTrace(zipSync(parts), (text) => text))).reduce((sum, one) => sum + one.length, 0);
  expect(kept).toBeLessThan(96 * MIB);
  expect(kept).toBeGreaterThan(80 * MIB);
});
