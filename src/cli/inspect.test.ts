import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, ['--import', './src/cli/load-sources.ts', 'src/cli/main.ts', 'inspect', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out })));
}

test('exit codes: found, wrong usage, incomplete', async () => {
  const page = '<title>Shop</title><a href="/1">One</a><a href="/2">Two</a><a href="/3">Three</a><p>Visa</p>';
  const server = createServer((request, response) => response.writeHead(request.url === '/' ? 200 : 404).end(page));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const [found, refused, unreachable, usage] = await Promise.all([
    run([url, '--allow-private', '--rate', '100', '--json']),
    run([url, '--json']),
    run(['http://localhost:1', '--allow-private', '--rate', '100', '--json']),
    run(['gopher://x']),
  ]);
  server.close();
  expect(found.code).toBe(1);
  expect(JSON.parse(found.out)).toMatchObject({ schema: 'shopbell.inspect/1', complete: true });
  expect(refused.code).toBe(3);
  expect(refused.out).toContain('is private');
  expect(unreachable.code).toBe(3);
  expect(JSON.parse(unreachable.out).counts).toMatchObject({ pass: 0, fail: 0, warn: 0 });
  expect(usage).toEqual({ code: 2, out: '' });
});
