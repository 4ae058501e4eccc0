import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { suiteWeakness } from '../src/steps/inspect/checks/transport/suite-weakness.ts';
import { collectTls } from '../src/steps/inspect/collectors/collect-tls.ts';
import type { BenchRow } from './bench-row.ts';
import { askSslscan, askTestssl, type Facts } from './tls/peers.ts';
import { makeServers, type TlsServer } from './tls/servers.ts';

const PEERS = ['sslscan', 'testssl', 'gnutls-serv', 'openssl'];

/** Looks at self-made servers beside sslscan and testssl.sh, and counts on how many statements they agree. Skips where one is absent. */
export async function benchTlsPeers(): Promise<readonly BenchRow[]> {
  const missing = PEERS.filter((program) => !isHere(program));
  if (missing.length > 0) {
    process.stderr.write(`tls-peers: skipped, not installed: ${missing.join(', ')}\n`);
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-tls-'));
  const sum = { sslscan: { same: 0, all: 0, ms: 0 }, testssl: { same: 0, all: 0, ms: 0 } };
  let ours = 0;
  try {
    execFileSync('openssl', ['dhparam', '-dsaparam', '-out', 'dh.pem', '1024'], { cwd: folder, stdio: 'pipe' });
    for (const server of makeServers(folder)) {
      await withServer(server, folder, async (port) => {
        const started = performance.now();
        const { facts, asked } = await look(port);
        ours += performance.now() - started;
        for (const [name, ask] of [
          ['sslscan', () => askSslscan(port, asked)],
          ['testssl', () => askTestssl(port, folder)],
        ] as const) {
          const begun = performance.now();
          const theirs = await ask();
          sum[name].ms += performance.now() - begun;
          const keys = Object.keys(theirs).filter((key) => key in facts);
          const other = keys.filter((key) => theirs[key] !== facts[key]);
          sum[name].same += keys.length - other.length;
          sum[name].all += keys.length;
          const words = other.map(
            (key) => `${key}: ours ${differing(facts[key], theirs[key])}, theirs ${differing(theirs[key], facts[key])}`,
          );
          process.stderr.write(`| ${server.name} | ${name} | ${keys.length - other.length} of ${keys.length} | ${words.join('; ')} |\n`);
        }
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Object.entries(sum).flatMap(([name, { same, all, ms }]) => [
    { what: `statements on twelve servers that agree with ${name}`, value: same, unit: 'statements', against: { what: 'of', value: all } },
    { what: `one look at twelve servers`, value: ours / 1_000, unit: 's', against: { what: name, value: ms / 1_000 } },
  ]);
}

/** Of two lists only what the other lacks. */
function differing(one = '', other = ''): string {
  const rest = new Set(other.split(' '));
  return (
    one
      .split(' ')
      .filter((word) => !rest.has(word))
      .join(' ') || '–'
  );
}

async function look(port: number): Promise<{ readonly facts: Facts; readonly asked: string | null }> {
  const target = new URL(`https://localhost:${port}/`);
  const { tls, transport } = await collectTls({ http: openHttpClient() }, target, { allowPrivate: true }, async () => undefined);
  if (transport?.kind !== 'got') throw new Error(`nothing was seen: ${transport?.reason}`);
  const { versions, dated, asked, hasModern, order, own, isRenegotiationSafe } = transport.value;
  const has = (key: string) => String(dated.some((name) => suiteWeakness(name)?.key === key));
  const facts: Record<string, string> = { ...versions };
  if (asked !== null) {
    facts.suites = [...dated].sort().join(' ');
    for (const key of ['export', 'short-block']) facts[key] = has(key);
    facts.null = String(dated.some((name) => name.includes('_NULL_')));
    facts.anonymous = String(dated.some((name) => name.includes('_anon_')));
    facts.modern = String(hasModern === true || versions['TLSv1.3'] === 'accepted');
    facts.renegotiation = String(isRenegotiationSafe);
    if (order === 'server' || order === 'client') facts.order = order;
  }
  if (own?.keyType === 'rsa') facts['RSA bits'] = String(own.keyBits);
  if (own) {
    facts['signed with SHA-1'] = String(own.signature === '1.2.840.113549.1.1.5');
    facts['self-signed'] = String(own.isSelfSigned);
  }
  if (tls?.kind === 'got') facts['name fits'] = String(tls.value.names.includes('localhost'));
  return { facts, asked };
}

async function withServer(server: TlsServer, folder: string, work: (port: number) => Promise<void>): Promise<void> {
  const port = await freePort();
  const args = server.args.map((word) => (word === 'PORT' ? String(port) : word));
  const child: ChildProcess = spawn(server.program, args, { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
  try {
    await listening(port, child);
    await work(port);
  } finally {
    child.kill('SIGKILL');
  }
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 50 && child.exitCode === null; tries++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: 'localhost', port }, () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isUp) return;
    await wait(100);
  }
  throw new Error('the server did not start');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

function isHere(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
