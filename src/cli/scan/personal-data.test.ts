import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runScan } from './run-scan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-pii-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const line = (nth: number, target: string): string =>
  `198.51.100.${nth % 200} - - [04/May/2026:10:${String(nth % 60).padStart(2, '0')}:00 +0000] "GET ${target} HTTP/1.1" 200 512 "-" "Mozilla/5.0"`;
/** Numbers of the issuer range 4539 with a right check digit. */
function card(nth: number): string {
  const body = `4539${String(10_000_000_000 + nth * 7919).padStart(11, '0')}`;
  for (let check = 0; check < 10; check++) {
    let sum = 0;
    for (const [i, digit] of [...`${body}${check}`].reverse().entries()) {
      const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
      sum += value > 9 ? value - 9 : value;
    }
    if (sum % 10 === 0) return `${body}${check}`;
  }
  throw new Error('no check digit');
}

async function scan(name: string, targets: readonly string[]) {
  const path = join(folder, name);
  writeFileSync(path, `${targets.map((target, nth) => line(nth, target)).join('\n')}\n`);
  const result = await runScan({ files: [path], dataMap: 'generic', since: null, until: null, rules: null, progress: () => undefined });
  const told = result.signals.filter((signal) => signal.rule === 'personal-data');
  expect(JSON.stringify(result)).not.toMatch(/@example|4539\d{12}/);
  return told.map((signal) => [signal.facts.kind, signal.facts.field, signal.level, signal.facts.values, signal.title]);
}

it('tells of personal data and secrets in addresses, by field, and never a value', async () => {
  const many = (make: (nth: number) => string): string[] => Array.from({ length: 8 }, (_, nth) => make(nth));
  const found = await scan('leaky.log', [
    ...many((nth) => `/confirm?customer=person${nth}%40example.com&step=2`),
    ...many((nth) => `/pay?card=${card(nth)}`),
    ...many((nth) => `/api/login?user=x&password=Secret-${nth}`),
    ...many((nth) => `/callback?phone=%2B48+601+234+56${nth}`),
    '/old?iban=DE89370400440532013000',
  ]);
  expect(found.sort()).toEqual([
    ['card', 'query.card', 'high', 8, 'Payment-card numbers stand where none belong'],
    ['email', 'query.customer', 'medium', 8, 'Many people’s e-mail addresses stand where none belong'],
    ['iban', 'query.iban', 'high', 1, 'Bank-account numbers stand where none belong'],
    ['password', 'query.password', 'high', 8, 'Passwords stand where none belong'],
    ['phone', 'query.phone', 'medium', 8, 'Many people’s phone numbers stand where none belong'],
  ]);
});

it('is silent about constants, about a few, and about numbers that are called something else', async () => {
  const often = (target: string, times: number): string[] => Array.from({ length: times }, () => target);
  const found = await scan('ordinary.log', [
    ...often('/contact?to=shop%40example.com', 60),
    ...often('/newsletter?email=one%40example.com', 3),
    ...often('/newsletter?email=two%40example.com', 2),
    ...Array.from({ length: 40 }, (_, nth) => `/product?id=${card(nth)}`),
    ...Array.from({ length: 40 }, (_, nth) => `/t?ts=17600000${nth}00123`),
    ...often('/assets/logo@2x.png', 50),
    ...often(`/checkout?card=${card(1)}`, 50),
  ]);
  expect(found).toEqual([]);
});
