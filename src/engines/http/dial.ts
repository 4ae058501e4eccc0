import { connect as connectTcp, isIP } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import { readCertificates } from '../tls/read-certificates.ts';
import { readTlsFacts } from './tls-facts.ts';
import type { TlsHandshake } from './types.ts';

export interface DialOptions {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly ticks: () => number;
}

/** Opens a TCP connection to the checked address and closes it. */
export function dial(options: DialOptions): Promise<{ readonly ms: number; readonly address: string }> {
  const started = options.ticks();
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: options.address, port: options.port });
    const give = () => socket.destroy();
    options.signal.addEventListener('abort', give, { once: true });
    socket.once('connect', () => {
      resolve({ ms: options.ticks() - started, address: options.address });
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

/** Makes a TLS handshake with the checked address under the host's name and reads what the server shows. */
export function dialTls(
  options: DialOptions & { readonly alpn?: readonly string[] | undefined; readonly isLenient?: boolean | undefined },
): Promise<TlsHandshake> {
  const name = options.host.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: options.address,
      port: options.port,
      servername: isIP(name) ? '' : name,
      rejectUnauthorized: false,
      requestOCSP: true,
      ...(options.alpn ? { ALPNProtocols: [...options.alpn] } : {}),
      // OpenSSL 3 refuses the old versions by itself unless its security level is lowered for this one connection.
      ...(options.isLenient ? { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } : {}),
      checkServerIdentity: (_address, certificate) => checkServerIdentity(name, certificate),
    });
    let isStapled = false;
    options.signal.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.on('OCSPResponse', (response: Buffer | null) => {
      isStapled = (response?.length ?? 0) > 0;
    });
    socket.once('secureConnect', () => {
      const facts = readTlsFacts(socket);
      const der = socket.getPeerCertificate(false)?.raw;
      const [own = null] = der ? readCertificates([der]) : [];
      const alpn = typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : null;
      socket.destroy();
      if (facts) resolve({ ...facts, alpn, isStapled, own });
      else reject(new Error('the server showed no certificate'));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
}
