import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openIdentity } from '#engines/identity/open-identity.ts';
import type { Identity } from '#engines/identity/types.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { startDns, type TestDns } from '#engines/testing/start-dns.ts';
import { registerShop } from '#registry/index.ts';
import { setStatusPage } from '#steps/watch/index.ts';
import { checkHost } from '#steps/watch/status/check-hosts.ts';
import { hostRecord } from '#steps/watch/status/look-at-host.ts';
import { setStatusHost } from '#steps/watch/verbs/set-status-host.ts';
import { listenHttp } from './listen-http.ts';
import { makeWebServer } from './make-web-app.tsx';

const APACHE = '/usr/sbin/apache2';
const MODULES = '/usr/lib/apache2/modules';
const HOST = 'status.lantern.example';

/** The configuration of docs/status-page.md, without its TLS. */
const configuration = (folder: string, port: number, to: number) => `
${['mpm_event', 'authz_core', 'proxy', 'proxy_http'].map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
ServerName proxy.internal
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
Mutex file:${folder}
DefaultRuntimeDir ${folder}
Listen 127.0.0.1:${port}
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
<VirtualHost *:${port}>
    ServerName ${HOST}
    ServerAlias *.example
    ProxyPreserveHost On
    ProxyPass / http://127.0.0.1:${to}/ connectiontimeout=2
</VirtualHost>
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe.skipIf(!existsSync(APACHE))('a real Apache before the status page (needs Debian’s apache2)', () => {
  let house: TestHouse;
  let dns: TestDns;
  let identity: Identity;
  let listening: Awaited<ReturnType<typeof listenHttp>>;
  let apache: ChildProcess;
  let folder: string;
  let port: number;
  const stopping = new AbortController();

  beforeAll(async () => {
    dns = await startDns();
    house = await openTestHouse(async () => ({
      publicUrl: 'https://bell.example',
      resolver: openResolver({ servers: [dns.server], timeoutMs: 200, tries: 1 }),
    }));
    identity = openIdentity(house);
    const server = makeWebServer({ house, identity, stopping: stopping.signal, otherHosts: [], trustedProxies: ['127.0.0.1'] });
    listening = await listenHttp({ host: '127.0.0.1', port: 0, portIsFixed: false, fetch: server.fetch });
    folder = await mkdtemp(join(tmpdir(), 'shopbell-apache-'));
    await chmod(folder, 0o777);
    port = await freePort();
    await writeFile(join(folder, 'apache.conf'), configuration(folder, port, listening.port));
    apache = spawn(APACHE, ['-d', folder, '-f', join(folder, 'apache.conf'), '-DFOREGROUND'], { stdio: 'ignore' });
    for (let tries = 0; tries < 80 && (await ask('x.example', '/').catch(() => null)) === null; tries++)
      await new Promise((resolve) => setTimeout(resolve, 150));
  }, 120_000);
  afterAll(async () => {
    apache.kill('SIGTERM');
    stopping.abort();
    await listening.close(100);
    await identity.close();
    await house[Symbol.asyncDispose]();
    await dns[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = (host: string, path: string) =>
    new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      sent.on('error', reject).end();
    });

  it('passes the name on: the proven page and nothing else, the console at its own name, 421 with what to do elsewhere', async () => {
    const org = house.newOrg();
    const { shop } = await registerShop(house.scope(org), {
      ...{ name: 'Lantern', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'UTC', country: 'PL' },
      ...{ contact: { name: 'C', address: 'care@lantern.example' }, privacyContact: { name: 'P', address: 'p@lantern.example' } },
    });
    await setStatusPage(house.scope(org, 'owner'), {
      shop,
      slug: 'lantern',
      language: 'en',
      published: true,
      useOrders: false,
      checks: [],
    });
    await setStatusHost(house.scope(org, 'owner'), { shop, host: HOST });
    expect((await ask(HOST, '/')).status).toBe(421);
    const record = hostRecord(house, org, shop, HOST);
    dns.zone[`TXT ${record.name}`] = [{ type: 'TXT', name: record.name, ttl: 60, data: [record.value] }];
    expect(await checkHost(house, org, shop, HOST)).toBe(true);
    // A name's page is remembered for a moment.
    await expect
      .poll(() => ask(HOST, '/'), { timeout: 15_000, interval: 200 })
      .toMatchObject({ status: 200, text: expect.stringContaining('Lantern') });
    expect((await ask(HOST, '/sign-in')).status).toBe(404);
    expect((await ask('bell.example', '/sign-in')).status).not.toBe(421);
    expect((await ask('bell.example', '/in/collector.yaml')).status).toBe(401);
    expect(await ask('other.example', '/')).toMatchObject({ status: 421, text: expect.stringContaining('SHOPBELL_OTHER_HOSTS') });
  });
});
