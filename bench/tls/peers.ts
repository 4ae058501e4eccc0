import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isModernSuite, suitesOf } from '../../src/steps/inspect/tls-suites.ts';

const run = promisify(execFile);

/** What a scanner says, by names that all of them share. Only what it has an opinion on is there. */
export type Facts = Readonly<Record<string, string>>;

const shared = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

/** sslscan: versions, the dated suites of one version, key, signature, self-signed. */
export async function askSslscan(port: number, asked: string | null): Promise<Facts> {
  const { stdout } = await run('sslscan', ['--xml=-', '--no-heartbleed', `localhost:${port}`], { timeout: 120_000 });
  const versions = Object.fromEntries(
    shared.map((version) => {
      const [kind, number] = version === 'SSLv3' ? ['ssl', '3'] : ['tls', version === 'TLSv1' ? '1.0' : version.slice(4)];
      const on = new RegExp(`<protocol type="${kind}" version="${number}" enabled="1"`).test(stdout);
      return [version, on ? 'accepted' : 'refused'];
    }),
  );
  const scanned = asked === 'TLSv1' ? 'TLSv1.0' : asked;
  const known = new Map(suitesOf('TLSv1.2').map((suite) => [suite.code, suite]));
  const dated = [...stdout.matchAll(/<cipher status="\w+" sslversion="([^"]+)"[^>]*? id="0x([0-9A-F]+)"/g)]
    .filter(([, version]) => version === scanned)
    .flatMap(([, , id = '']) => known.get(Number.parseInt(id, 16)) ?? [])
    .filter((suite) => !isModernSuite(suite))
    .map(({ name }) => name);
  const bits = /<pk [^>]*type="RSA" bits="(\d+)"/.exec(stdout)?.[1];
  const signature = /<signature-algorithm>([^<]+)</.exec(stdout)?.[1];
  return {
    ...versions,
    ...(asked === null ? {} : { suites: dated.sort().join(' ') }),
    ...(bits === undefined ? {} : { 'RSA bits': bits }),
    ...(signature === undefined ? {} : { 'signed with SHA-1': String(/sha1/i.test(signature)) }),
    ...(/<self-signed>true</.test(stdout) ? { 'self-signed': 'true' } : {}),
  };
}

interface Finding {
  readonly id: string;
  readonly finding: string;
}

const categories: Readonly<Record<string, string>> = {
  cipherlist_NULL: 'null',
  cipherlist_aNULL: 'anonymous',
  cipherlist_EXPORT: 'export',
  cipherlist_3DES_IDEA: 'short-block',
  cipherlist_STRONG_FS: 'modern',
};

/** testssl.sh: versions, classes of suites, order, key, signature, chain, name. */
export async function askTestssl(port: number, folder: string): Promise<Facts> {
  const file = join(folder, 'testssl.json');
  rmSync(file, { force: true });
  const args = [
    '--quiet',
    '--warnings',
    'off',
    '--color',
    '0',
    '--ip',
    '127.0.0.1',
    '-p',
    '-s',
    '-P',
    '-S',
    '-R',
    '--jsonfile',
    file,
    `localhost:${port}`,
  ];
  // It exits with the number of what it could not do: the file tells what it found.
  await run('testssl', args, { timeout: 300_000 }).catch((thrown: unknown) => thrown);
  const findings = JSON.parse(readFileSync(file, 'utf8')) as Finding[];
  const told = new Map(findings.map(({ id, finding }) => [id.replace(/ <cert#1>/, ''), finding]));
  const facts: Record<string, string> = {};
  for (const version of shared) {
    const finding = told.get({ SSLv3: 'SSLv3', TLSv1: 'TLS1', 'TLSv1.1': 'TLS1_1', 'TLSv1.2': 'TLS1_2', 'TLSv1.3': 'TLS1_3' }[version]);
    if (finding !== undefined) facts[version] = /not offered/.test(finding) ? 'refused' : 'accepted';
  }
  for (const [id, name] of Object.entries(categories)) {
    const finding = told.get(id);
    if (finding !== undefined) facts[name] = String(!/not offered/.test(finding));
  }
  const order = told.get('cipher_order');
  if (order !== undefined) facts.order = /NOT a cipher order|no cipher order/i.test(order) ? 'client' : 'server';
  const bits = /RSA (\d+) bits/.exec(told.get('cert_keySize') ?? '')?.[1];
  if (bits !== undefined) facts['RSA bits'] = bits;
  const signature = told.get('cert_signatureAlgorithm');
  if (signature !== undefined) facts['signed with SHA-1'] = String(/SHA1/i.test(signature));
  const chain = told.get('cert_chain_of_trust');
  if (chain !== undefined) facts['self-signed'] = String(/self signed/i.test(chain) && !/CA in chain/i.test(chain));
  const trust = told.get('cert_trust');
  if (trust !== undefined) facts['name fits'] = String(!/does not match/i.test(trust));
  const renegotiation = told.get('secure_renego');
  if (renegotiation !== undefined) facts.renegotiation = String(/^supported/.test(renegotiation));
  return facts;
}
