import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { checkRules } from './check-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-hostile-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const RULE = `title: T
logsource: { category: webserver }
detection:
  a: { cs-uri-query|contains: xyz }
  condition: a
`;
const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghij'].map((name, nth) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[nth]}`).join(', ')}]\n`).join('')}`;

async function check(name: string, text: string | Buffer): Promise<{ readonly rules: unknown[]; readonly problems: unknown[] }> {
  const path = join(folder, `${name}.yml`);
  writeFileSync(path, text);
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    out += String(piece);
    return true;
  });
  await checkRules(path, true);
  return JSON.parse(out);
}

it.each<[string, string | Buffer, number, RegExp]>([
  ['an alias bomb', bomb + RULE, 1, /alias/],
  ['ten megabytes', `${RULE}description: ${'x'.repeat(10_000_000)}\n`, 0, /more than 1000000 characters/],
  ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(RULE, 'utf16le')]), 1, /not UTF-8/],
  ['Latin-1', Buffer.concat([Buffer.from(RULE), Buffer.from('author: M\xfcller\n', 'latin1')]), 6, /not UTF-8/],
  ['tabs', RULE.replace('  a:', '\ta:'), 4, /[Tt]abs/],
  ['a key twice', `${RULE}title: again\n`, 6, /unique/],
  ['a quote that never ends', `${RULE}author: "abc\n`, 7, /quote/],
  ['brackets twenty thousand deep', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n${RULE}`, 1, /./],
  ['nothing', '', 0, /no rule/],
  ['a word', 'hello', 1, /a rule is a map/],
  ['a prototype', RULE.replace('a: {', '__proto__: {'), 3, /no selection/],
  ['look-behind', RULE.replace('contains: xyz', "re: '(?<=a)b'"), 4, /look-around/],
])('%s is refused with file, line and reason, within a second or so', async (name, text, line, reason) => {
  const began = performance.now();
  const { rules, problems } = await check(name, text);
  expect(rules).toEqual([]);
  expect(problems).toMatchObject([{ file: `${name}.yml`, line, reason: expect.stringMatching(reason) }]);
  expect(performance.now() - began).toBeLessThan(5000);
});

it.each<[string, string | Buffer]>([
  ['a byte order mark', `\uFEFF${RULE}`],
  ['lines that end with CR LF', RULE.replaceAll('\n', '\r\n')],
  ['a regular expression that would hang others', RULE.replace('contains: xyz', () => "re: '(a+)+$'")],
])('%s is taken', async (name, text) => {
  expect(await check(name, text)).toMatchObject({ problems: [], rules: [{ title: 'T' }] });
});
