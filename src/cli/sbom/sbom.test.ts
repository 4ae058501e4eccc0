import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retireRepository } from '../../steps/inspect/components/retire-repository.ts';

let folder = '';
let address = '';
let isCut = false;
const asked: string[] = [];

const advisory = JSON.stringify({
  ...{ schema_version: '1.6.0', id: 'GHSA-x', aliases: ['CVE-2021-23337'], modified: '2026-11-01T00:00:00Z', summary: 'Command Injection' },
  affected: [
    { package: { ecosystem: 'npm', name: 'lodash' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }] },
  ],
});
const catalogue = JSON.stringify({
  dateReleased: '2026-11-20T10:00:00Z',
  vulnerabilities: [{ cveID: 'CVE-2021-23337', dateAdded: '2026-01-02' }],
});

const retire = retireRepository();

const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url === '/kev.json') return response.end(catalogue);
  if (request.url === '/retire.json') return response.end(retire);
  if (request.url !== '/npm/all.zip') return response.writeHead(404).end();
  const zip = zipSync({ 'GHSA-x.json': new TextEncoder().encode(advisory) });
  if (!isCut) return response.end(zip);
  response.writeHead(200, { 'content-length': String(zip.length) }).write(zip.subarray(0, 100));
  return setTimeout(() => response.destroy(), 50);
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shopbell-sbom-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly said: string }> {
  const child = spawn(process.execPath, ['--import', './src/cli/load-sources.ts', 'src/cli/main.ts', 'sbom', ...args], {
    ...{ stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SHOPBELL_DATA: join(folder, 'data') } },
  });
  let [out, said] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, said })));
}

const refresh = (...more: readonly string[]) =>
  run(
    'refresh',
    '--from',
    address,
    '--exploited-from',
    `${address}/kev.json`,
    '--libraries-from',
    `${address}/retire.json`,
    '--ecosystem',
    'npm',
    ...more,
  );
function bill(name: string, version: string): string {
  const path = join(folder, `${name}-${version}.json`);
  const components = [{ type: 'library', name, version, purl: `pkg:npm/${name}@${version}` }];
  writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components }));
  return path;
}

test('a bill of materials is compared with the short list until advisories were fetched, then judged; a cut download changes nothing', async () => {
  const [old, mended] = [bill('lodash', '4.17.20'), bill('lodash', '4.17.21')];
  const unlisted = bill('left-pad', '1.0.0');
  const [other, shipped, fine] = await Promise.all(
    [unlisted, bill('jquery', '3.4.1'), bill('jquery', '3.7.1')].map((path) => run('check', path)),
  );
  expect(other).toMatchObject({ code: 3, out: expect.stringContaining('not in the short list of npm') });
  expect(shipped).toMatchObject({ code: 1, out: expect.stringContaining('ATTACKERS USE IT since 2025-01-23') });
  expect(fine, 'no known hole in data that are old is not known to be fine').toMatchObject({ code: 3 });

  expect(await refresh()).toMatchObject({ code: 3, said: expect.stringContaining('private') });
  expect(await refresh('--allow-private')).toMatchObject({ code: 0, said: expect.stringContaining('npm: 1 advisories') });
  expect(asked, 'whole files only, no name of a package').toEqual(['/npm/all.zip', '/retire.json', '/kev.json']);

  const found = await run('check', old, '--json');
  expect(found.code).toBe(1);
  expect(JSON.parse(found.out)).toMatchObject({
    schema: 'shopbell.sbom/1',
    holes: [
      { component: 'lodash', names: ['CVE-2021-23337', 'GHSA-x'], mended: '4.17.21', severity: 'critical', exploitedSince: '2026-01-02' },
    ],
  });
  expect(await run('check', mended)).toMatchObject({ code: 0 });

  const kept = readFileSync(join(folder, 'data', 'advisories', 'osv-npm.zip'));
  isCut = true;
  expect((await refresh('--allow-private')).code).not.toBe(0);
  expect(readFileSync(join(folder, 'data', 'advisories', 'osv-npm.zip'))).toEqual(kept);
  expect((await run('check', old)).code).toBe(1);
}, 300_000);

test('what is no bill of materials, and a folder that is not there, are refused', async () => {
  const path = join(folder, 'x.json');
  writeFileSync(path, '{"a":1}');
  const [none, missing, nowhere] = await Promise.all([
    run('check', path),
    run('check', join(folder, 'nothing.json')),
    run('check', bill('a', '1.0.0'), '--advisories', join(folder, 'nowhere')),
  ]);
  expect(none).toMatchObject({ code: 2, said: expect.stringContaining('bill of materials') });
  expect(missing).toMatchObject({ code: expect.any(Number), said: expect.stringContaining('nothing.json') });
  expect(nowhere.code).not.toBe(0);
}, 120_000);
