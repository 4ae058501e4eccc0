import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openIdentity } from '#engines/identity/open-identity.ts';
import type { Identity } from '#engines/identity/types.ts';
import { makeCertificate } from '#engines/testing/make-certificate.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { startDns, type TestDns } from '#engines/testing/start-dns.ts';
import { registerShop } from '#registry/index.ts';
import { setStatusPage } from '#steps/watch/index.ts';
import { checkHost } from '#steps/watch/status/check-hosts.ts';
import { hostRecord } from '#steps/watch/status/look-at-host.ts';
import { setStatusHost } from '#steps/watch/verbs/set-status-host.ts';
import { listenHttp } from './listen-http.ts';
import { makeWebServer } from './make-web-app.tsx';

/** Where the packages’ programs are: installed, or Debian’s packages unpacked (`dpkg -x`) in the folder of this variable. */
const ROOT = process.env.SHOPBELL_TEST_PROXIES ?? '/';
const HOST = 'status.shop.example';
const DOC = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'status-page.md'), 'utf8');

interface Place {
  readonly folder: string;
  /** Of the proxy. */
  readonly port: number;
  /** Of Shopbell. */
  readonly to: number;
  /** Certificate and key in one file, and each in its own. */
  readonly pem: string;
  readonly cert: string;
  readonly key: string;
}

interface Proxy {
  readonly name: string;
  readonly program: string;
  /** Whether it serves the copy in files when Shopbell does not answer. */
  readonly copies: boolean;
  /** Whether it asks before it gets a certificate, so that other names find none. */
  readonly asks: boolean;
  configure(block: string, place: Place): string;
  args(file: string, place: Place): readonly string[];
}

const isRoot = process.getuid?.() === 0;

/** The configurations of the documentation, with the ports, certificates and folders of the test. */
const proxies: readonly Proxy[] = [
  {
    ...{ name: 'nginx', program: 'usr/sbin/nginx', copies: true, asks: false },
    configure: (
      block,
      { folder, port, cert, key },
    ) => `daemon off;\n${isRoot ? 'user root;\n' : ''}pid ${folder}/pid;\nerror_log ${folder}/error.log;
events {}
http {
access_log off;
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join('\n')}
${block
  .replace('listen 443', `listen 127.0.0.1:${port}`)
  .replace(/ssl_certificate +\S+;/, `ssl_certificate ${cert};`)
  .replace(/ssl_certificate_key \S+;/, `ssl_certificate_key ${key};`)
  .replace('/srv/shopbell/.shopbell/status-pages/NAME', join(folder, 'status-pages', 'lantern'))}
}`,
    args: (file, { folder }) => ['-c', file, '-p', folder, '-e', join(folder, 'error.log')],
  },
  {
    ...{ name: 'Caddy', program: 'usr/bin/caddy', copies: false, asks: true },
    configure: (block, { folder, port }) =>
      block.replace(
        '{\n',
        `{\n\tlocal_certs\n\tskip_install_trust\n\tadmin off\n\thttps_port ${port}\n\tauto_https disable_redirects\n\tstorage file_system ${folder}/caddy\n`,
      ),
    args: (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
  },
  {
    ...{ name: 'HAProxy', program: 'usr/sbin/haproxy', copies: false, asks: false },
    configure: (block, { port, pem }) =>
      `defaults\n    timeout client 10s\n    timeout server 10s\n${block.replace('bind :443 ssl crt /etc/haproxy/certs/', `bind 127.0.0.1:${port} ssl crt ${pem}`)}`,
    args: (file) => ['-db', '-f', file],
  },
];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function blockOf(name: string): string {
  const [, block] = new RegExp(`\\*\\*${name}\\*\\*[\\s\\S]*?\\n\`\`\`\\w*\\n([\\s\\S]*?)\`\`\``).exec(DOC) ?? [];
  if (block === undefined) throw new Error(`the documentation has no configuration of ${name}`);
  return block;
}

function ask(port: number, host: string, path: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path,
      headers: { host },
      servername: host,
      rejectUnauthorized: false,
      agent: false,
    } as const;
    const sent = request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end();
  });
}

describe.each(proxies)('a real $name before the status page (skipped where Debian’s package is not there)', (proxy) => {
  const program = join(ROOT, proxy.program);
  const isThere = existsSync(program);
  let house: TestHouse;
  let dns: TestDns;
  let identity: Identity;
  let listening: Awaited<ReturnType<typeof listenHttp>>;
  let running: ChildProcess;
  let place: Place;
  let told = '';
  const stopping = new AbortController();

  beforeAll(async () => {
    if (!isThere) return;
    dns = await startDns();
    house = await openTestHouse(async () => ({
      publicUrl: 'https://bell.shop.example',
      resolver: openResolver({ servers: [dns.server], timeoutMs: 200, tries: 1 }),
    }));
    identity = openIdentity(house);
    const server = makeWebServer({ house, identity, stopping: stopping.signal, otherHosts: [], trustedProxies: ['127.0.0.1'] });
    listening = await listenHttp({ host: '127.0.0.1', port: 0, portIsFixed: false, fetch: server.fetch });
    const folder = await mkdtemp(join(tmpdir(), 'shopbell-proxy-'));
    await chmod(folder, 0o755);
    const { cert, key } = await makeCertificate({ names: [HOST] });
    place = {
      folder,
      port: await freePort(),
      to: listening.port,
      pem: join(folder, 'both.pem'),
      cert: join(folder, 'cert.pem'),
      key: join(folder, 'key.pem'),
    };
    await Promise.all([writeFile(place.pem, `${cert}\n${key}\n`), writeFile(place.cert, cert), writeFile(place.key, key)]);
    const file = join(folder, 'configuration');
    await writeFile(file, proxy.configure(blockOf(proxy.name).replaceAll('127.0.0.1:7700', `127.0.0.1:${place.to}`), place));
    const environment = { ...process.env, HOME: folder, LD_LIBRARY_PATH: join(ROOT, 'usr/lib/x86_64-linux-gnu') };
    running = spawn(program, proxy.args(file, place), { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    for (const stream of [running.stdout, running.stderr]) stream?.setEncoding('utf8').on('data', (part: string) => (told += part));
  }, 120_000);
  afterAll(async () => {
    if (!isThere) return;
    running.kill('SIGTERM');
    stopping.abort();
    await listening.close(100);
    await identity.close();
    await house[Symbol.asyncDispose]();
    await dns[Symbol.asyncDispose]();
    await rm(place.folder, { recursive: true, force: true });
  });

  async function proveHost(): Promise<void> {
    const org = house.newOrg();
    const { shop } = await registerShop(house.scope(org), {
      ...{ name: 'Lantern', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'UTC', country: 'PL' },
      ...{ contact: { name: 'C', address: 'care@lantern.example' }, privacyContact: { name: 'P', address: 'p@lantern.example' } },
    });
    const page = { shop, slug: 'lantern', language: 'en', published: true, useOrders: false, checks: [] } as const;
    await setStatusPage(house.scope(org, 'owner'), { ...page, checks: [] });
    await setStatusHost(house.scope(org, 'owner'), { shop, host: HOST });
    const record = hostRecord(house, org, shop, HOST);
    dns.zone[`TXT ${record.name}`] = [{ type: 'TXT', name: record.name, ttl: 60, data: [record.value] }];
    expect(await checkHost(house, org, shop, HOST)).toBe(true);
  }

  it.skipIf(!isThere)(
    'shows the proven page at its name over TLS, the configuration being the one that is documented',
    async () => {
      await proveHost();
      const page = expect.stringContaining('Lantern');
      await expect
        .poll(() => ask(place.port, HOST, '/').catch((error: Error) => `${error.message} ${told.slice(-500)}`), {
          timeout: 30_000,
          interval: 300,
        })
        .toMatchObject({ status: 200, text: page });
      expect((await ask(place.port, HOST, '/sign-in')).status).toBe(404);
      expect((await ask(place.port, HOST, '/status.json')).status).toBe(200);
      if (proxy.asks) await expect(ask(place.port, 'other.example', '/')).rejects.toThrow();
      if (proxy.asks) expect((await ask(place.port, 'bell.shop.example', '/in/collector.yaml')).status).toBe(401);
      if (!proxy.copies) return;
      const copy = join(place.folder, 'status-pages', 'lantern');
      await mkdir(copy, { recursive: true });
      await writeFile(join(copy, 'index.html'), 'the copy in files');
      await listening.close(100);
      expect(await ask(place.port, HOST, '/')).toEqual({ status: 200, text: 'the copy in files' });
    },
    60_000,
  );
});
