import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scanFilesShape } from '#steps/inspect/index.ts';
import { runScanFiles, type ScanFilesOptions } from './run-scan-files.ts';

// Put together here: no file of the project holds a working shell.
const SHELL = ['<?', 'php ev', 'al($_PO', 'ST["x"]);'].join('');

let folder: string;
const servers: Server[] = [];

/** A socket with the name of a file. */
function listenAt(path: string): Promise<void> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve) => server.listen(path, resolve));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopbell-scan-files-'));
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

function shop(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const scan = (root: string, options: Partial<ScanFilesOptions> = {}) =>
  runScanFiles({
    root,
    exclude: [],
    knownGood: null,
    since: null,
    state: null,
    stop: new AbortController().signal,
    progress: () => undefined,
    ...options,
  });

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, ['--import', './src/cli/load-sources.ts', 'src/cli/main.ts', 'scan-files', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out })));
}

test('exit codes and formats: clean, found, below the level, wrong usage, not readable', async () => {
  const clean = shop('clean', { 'index.php': '<?php require "lib.php"; echo render();', 'js/a.js': 'show("hello");' });
  const hacked = shop('hacked', { 'index.php': '<?php echo 1;', 'media/a b.php': `<?php\n// nothing\n?>\n${SHELL}` });
  const packed = shop('packed', { 'backup.zip': 'PK' });
  const [fine, text, json, sarif, usage, unknown, gone, level] = await Promise.all([
    run([clean]),
    run([hacked]),
    run([hacked, '--json']),
    run([hacked, '--format', 'sarif']),
    run([hacked, '--format', 'yaml']),
    run([packed]),
    run([join(folder, 'nowhere')]),
    run([shop('mild', { '.user.ini': 'auto_prepend_file = /srv/first.php' }), '--fail-on', 'high']),
  ]);
  expect(fine).toMatchObject({ code: 0 });
  expect(text.code).toBe(1);
  expect(text.out).toContain('media/a b.php:4  [php-runs-what-visitors-send]');
  const document = scanFilesShape.parse(JSON.parse(json.out));
  expect(document).toMatchObject({ schema: 'shopbell.scan-files/1', complete: true, files: 2 });
  expect(document.findings[0]).toMatchObject({ path: 'media/a b.php', line: 4, outcome: 'malicious', severity: 'critical' });
  expect(JSON.parse(sarif.out).runs[0].results[0].locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: 'media/a%20b.php' },
    region: { startLine: 4 },
  });
  expect(usage).toEqual({ code: 2, out: '' });
  expect(unknown.code).toBe(3);
  expect(unknown.out).toContain('backup.zip: ');
  expect(gone.code).toBe(3);
  expect(level.code).toBe(0);
  expect(level.out).toContain('server-prepends-a-file');
}, 90_000);

test('links out, sockets, broken links and closed folders are not known, never fine', async () => {
  const outside = shop('outside', { 'a.php': SHELL });
  const root = shop('links', { 'in/a.php': '<?php echo 1;', 'closed/b.php': SHELL });
  symlinkSync(outside, join(root, 'out'));
  symlinkSync(join(root, 'in'), join(root, 'again'));
  symlinkSync('.', join(root, 'in/loop'));
  symlinkSync('nowhere', join(root, 'lost'));
  await listenAt(join(root, 'pipe.php'));
  const asRoot = process.getuid?.() === 0;
  if (!asRoot) chmodSync(join(root, 'closed'), 0);
  const result = await scan(root);
  if (!asRoot) chmodSync(join(root, 'closed'), 0o755);
  const reasons = Object.fromEntries(result.unknown.map((item) => [item.path, item.reason]));
  expect(reasons).toMatchObject({
    out: 'a link that leads out of the folder',
    lost: 'a link that leads nowhere',
    'pipe.php': 'it is a socket',
  });
  expect(Object.keys(reasons)).toHaveLength(asRoot ? 3 : 4);
  expect(result.findings.map((finding) => finding.path)).toEqual(asRoot ? ['closed/b.php'] : []);
});

test('a packed export larger than one look is read to its end, the line counted over all', async () => {
  const rows = `INSERT INTO sales_order VALUES (1,'${'x'.repeat(90)}');\n`.repeat(120_000);
  const bad = `INSERT INTO cms_block VALUES (7,'<img src=x onerror="${['ev', 'al(at', 'ob('].join('')}&quot;YWxlcnQoMSk=&quot;))">');\n`;
  const root = shop('dump', { 'db.sql.gz': gzipSync(rows + bad), 'cut.sql.gz': gzipSync(rows).subarray(0, 5_000) });
  const result = await scan(root);
  expect(result.findings).toHaveLength(1);
  expect(result.findings[0]).toMatchObject({ path: 'db.sql.gz', line: 120_001, rule: 'html-code-in-an-event' });
  expect(result.unknown.map((item) => item.path)).toEqual(['cut.sql.gz']);
});

test('against a clean copy: changed, added, missing and only line ends are told apart', async () => {
  const good = shop('good', {
    'core/a.php': '<?php\necho 1;\n',
    'core/b.php': '<?php echo 2;',
    'core/c.php': '<?php\necho 3;\n',
    'core/gone.php': '<?php echo 4;',
  });
  const root = shop('compared', {
    'core/a.php': '<?php\necho 9;\n',
    'core/b.php': '<?php echo 2;',
    'core/c.php': '<?php\r\necho 3;\r\n',
    'core/new.php': '<?php echo 5;',
    'own/d.php': '<?php echo 6;',
  });
  const result = await scan(root, { knownGood: good });
  expect(Object.fromEntries(result.differences.map((item) => [item.path, item.class]))).toEqual({
    'core/a.php': 'changed',
    'core/c.php': 'line-ends',
    'core/new.php': 'added',
    'own/d.php': 'added',
    'core/gone.php': 'missing',
  });
  expect(result.findings.map((finding) => `${finding.rule} ${finding.path}:${finding.line}`)).toEqual([
    'differs-from-known-good core/a.php:2',
    'not-in-known-good core/new.php:1',
  ]);
});

test('with a state file only what changed is judged again, and what was found stays found; times are not believed', async () => {
  const root = shop('twice', { 'a.php': SHELL, 'b.php': '<?php echo 1;', 'c.php': '<?php echo 2;' });
  const state = join(folder, 'state.json');
  const first = await scan(root, { state });
  expect(first).toMatchObject({ unchanged: 0, files: 3 });
  writeFileSync(join(root, 'c.php'), SHELL);
  const second = await scan(root, { state });
  expect(second.unchanged).toBe(2);
  expect(second.findings.map((finding) => finding.path)).toEqual(['a.php', 'c.php']);
  writeFileSync(state, '{"no":"state"}');
  await expect(scan(root, { state })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  expect(readFileSync(state, 'utf8')).toBe('{"no":"state"}');
});

test('stopped in the middle it gives what it has, and says that it is not all', async () => {
  const root = shop('stopped', Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${String(i).padStart(2, '0')}.php`, SHELL])));
  const stop = new AbortController();
  const result = await scan(root, { stop: stop.signal, progress: (files) => (files === 5 ? stop.abort() : undefined) });
  expect(result).toMatchObject({ complete: false, files: 5 });
  expect(result.findings).toHaveLength(5);
});

test('left out by name and path, and by time', async () => {
  const root = shop('excluded', { 'a/x.php': SHELL, 'b/x.php': SHELL, 'b/y.js': 'show(1);' });
  expect((await scan(root, { exclude: ['a/**'] })).findings.map((finding) => finding.path)).toEqual(['b/x.php']);
  expect((await scan(root, { exclude: ['*.php'] })).files).toBe(1);
  expect((await scan(root, { since: new Date(Date.now() + 86_400_000) })).files).toBe(0);
});
