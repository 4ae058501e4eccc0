import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { importedShape, readCheckFiles } from '#steps/watch/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-cli-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fixtures = join(import.meta.dirname, '../steps/watch/import/fixtures');

function run(args: readonly string[], input = ''): Promise<{ readonly code: number | null; readonly out: string; readonly told: string }> {
  const child = spawn(process.execPath, ['--import', './src/cli/load-sources.ts', 'src/cli/main.ts', 'import', ...args]);
  let out = '';
  let told = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    told += String(chunk);
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, told })));
}

test('the file goes to stdout, the report to stderr, and what was left is an exit code', async () => {
  const { code, out, told } = await run(['gatus', join(fixtures, 'gatus.yaml'), '--shop', 'Practice']);
  expect(code).toBe(1);
  expect(readCheckFiles([{ path: 'x', text: out }])).toMatchObject({ faults: [], shops: ['Practice'] });
  expect(told).toMatch(/^\d+ checks taken, \d+ left\n/);
  expect(told).toContain('  - silent datagram: it sends nothing');
  expect(told).toContain('  SHOP_PASSWORD: what SHOP_PASSWORD holds there (journey / buy)');
  expect(`${out}${told}`).not.toMatch(/HUSH/i);
});

test('rows from a pipe, all of them taken', async () => {
  const rows = [{ name: 'Home page', type: 'http', url: 'https://shop.example/', active: 1, interval: 60, maxretries: 1 }];
  const { code, out, told } = await run(['uptime-kuma', '-', '--shop', 'Practice', '--json'], JSON.stringify(rows));
  expect({ code, told }).toEqual({ code: 0, told: '' });
  const document = importedShape.parse(JSON.parse(out));
  expect(document).toMatchObject({
    from: 'uptime-kuma',
    left: [],
    secrets: [],
    taken: [{ name: 'Home page', key: 'home-page', kind: 'http' }],
  });
});

test('blackbox with what it is pointed at', async () => {
  const names = ['blackbox.yml', '--prometheus', 'prometheus.yml'].map((name) => (name.startsWith('--') ? name : join(fixtures, name)));
  const { code, out } = await run(['blackbox', ...names, '--shop', 'Practice']);
  expect(code).toBe(1);
  expect(out).toContain('name: "pages: https://shop.example/"');
});

test('wrong usage is 2, what cannot be read 3', async () => {
  const good = join(fixtures, 'gatus.yaml');
  const latin = join(folder, 'latin.yaml');
  const huge = join(folder, 'huge.json');
  writeFileSync(latin, Buffer.from([0x65, 0x3a, 0x20, 0xe9, 0x0a]));
  writeFileSync(huge, Buffer.alloc(20_000_001, 0x20));
  const codeOf = async (...args: string[]) => (await run(args)).code;
  const usage = [
    ['gatus', good],
    ['nagios', good, '--shop', 'x'],
    ['gatus', good, '--shop', ' '],
    ['gatus', good, '--shop', 'x', '--prometheus', good],
  ];
  expect(await Promise.all(usage.map((args) => codeOf(...args)))).toEqual([2, 2, 2, 2]);
  const unreadable = [latin, huge, join(folder, 'nowhere'), folder];
  expect(await Promise.all(unreadable.map((file) => codeOf('gatus', file, '--shop', 'x')))).toEqual([3, 3, 3, 3]);
  expect((await run(['gatus', latin, '--shop', 'x'])).told).toContain('it is not UTF-8');
  const backup = readFileSync(join(fixtures, 'kuma-backup.json'), 'utf8').replace('"monitorList"', '"monitors"');
  expect(await run(['uptime-kuma', '-', '--shop', 'x'], backup)).toMatchObject({ code: 3, out: '' });
}, 90_000);
