import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One server to look at: the command line that starts it, with `PORT` to be filled in. */
export interface TlsServer {
  readonly name: string;
  readonly program: 'openssl' | 'gnutls-serv';
  readonly args: readonly string[];
}

/** Makes keys and certificates in the folder with the openssl command, and describes twelve servers that use them. */
export function makeServers(folder: string): readonly TlsServer[] {
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const self = (name: string, key: readonly string[], days = '90', ...more: string[]) =>
    run(
      'req',
      '-x509',
      '-nodes',
      ...key,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-days',
      days,
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
      ...more,
    );
  const rsa = (bits: string) => ['-newkey', `rsa:${bits}`];
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  self('rsa', rsa('2048'));
  self('ec', ec);
  self('short', rsa('1024'), '90', '-sha1');
  self('long', rsa('2048'), '3000');
  self('authority', ec, '3000', '-addext', 'basicConstraints=critical,CA:TRUE');
  issue(run, folder, 'middle', 'authority', 'basicConstraints=critical,CA:TRUE');
  issue(run, folder, 'leaf', 'middle', 'subjectAltName=DNS:localhost');
  issue(run, folder, 'elsewhere', 'middle', 'subjectAltName=DNS:elsewhere.example');
  const serve = (name: string, ...args: string[]): TlsServer => ({
    ...{ name, program: 'openssl' },
    args: ['s_server', '-accept', 'PORT', '-www', '-quiet', ...args],
  });
  const with_ = (name: string) => ['-key', `${name}.key`, '-cert', `${name}.pem`];
  const lax = (list: string) => ['-cipher', `${list}:@SECLEVEL=0`];
  const gnutls = (name: string, certificate: string, priority: string): TlsServer => ({
    ...{ name, program: 'gnutls-serv' },
    args: [
      '-p',
      'PORT',
      '--http',
      '-q',
      '--x509keyfile',
      `${certificate}.key`,
      '--x509certfile',
      `${certificate}.pem`,
      '--priority',
      priority,
    ],
  });
  return [
    serve(
      'modern, chain whole',
      ...with_('leaf'),
      '-cert_chain',
      'middle.pem',
      '-cipher',
      'ECDHE+AESGCM:ECDHE+CHACHA20',
      '-min_protocol',
      'TLSv1.2',
      '-serverpref',
    ),
    serve('TLS 1.3 only', ...with_('ec'), '-tls1_3'),
    serve('TLS 1.2 only, all suites', ...with_('rsa'), '-tls1_2', ...lax('ALL:COMPLEMENTOFALL')),
    serve('TLS 1.0 to 1.3, defaults', ...with_('rsa'), ...lax('DEFAULT')),
    serve('TLS 1.0 only', ...with_('rsa'), '-tls1', ...lax('DEFAULT')),
    serve('CBC and static RSA only', ...with_('rsa'), '-tls1_2', ...lax('AES128-SHA:AES256-SHA'), '-serverpref'),
    serve('without encryption', ...with_('rsa'), '-max_protocol', 'TLSv1.2', ...lax('eNULL')),
    serve('anonymous', '-nocert', '-max_protocol', 'TLSv1.2', ...lax('aNULL')),
    serve('short key, SHA-1, DH of 1,024 bits', ...with_('short'), '-max_protocol', 'TLSv1.2', '-dhparam', 'dh.pem', ...lax('DHE+AES')),
    serve('chain without the middle', ...with_('leaf'), '-min_protocol', 'TLSv1.2'),
    serve('for another name, long', ...with_('elsewhere'), '-cert_chain', 'middle.pem'),
    gnutls('RC4 and 3DES', 'rsa', 'NORMAL:+ARCFOUR-128:+3DES-CBC:+VERS-TLS1.0:+VERS-TLS1.1:+RSA:+MD5:%COMPAT'),
  ];
}

function issue(run: (...args: string[]) => unknown, folder: string, name: string, by: string, extension: string): void {
  writeFileSync(join(folder, `${name}.ext`), `${extension}\n`);
  run(
    'req',
    '-new',
    '-nodes',
    '-newkey',
    'rsa:2048',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${name === 'leaf' ? 'localhost' : name}`,
  );
  run(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    `${by}.pem`,
    '-CAkey',
    `${by}.key`,
    '-CAcreateserial',
    '-days',
    '365',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.pem`,
  );
}
