import { readFile, stat } from 'node:fs/promises';
import { createSecureContext, type Server } from 'node:tls';
import { messageOf } from '#kernel/errors.ts';
import { MINUTE } from '#kernel/time.ts';
import type { Log } from '../log/types.ts';

/** Paths of PEM files. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Reads both and checks that they belong together. Rejects with what is wrong. */
export async function readCertificate(files: CertificateFiles): Promise<{ readonly cert: Buffer; readonly key: Buffer }> {
  const read = { cert: await readFile(files.certificate), key: await readFile(files.key) };
  createSecureContext({ ...read, minVersion: 'TLSv1.2' });
  return read;
}

/** Takes a renewed certificate within a minute, without a restart: connections that are open go on with the old one. Returns how to stop. */
export function watchCertificate(files: CertificateFiles, server: Server, log: Log): () => void {
  let seen: string | undefined;
  const look = async (): Promise<void> => {
    try {
      const changed = [await stat(files.certificate), await stat(files.key)].map((one) => one.mtimeMs).join(' ');
      if (seen !== undefined && seen !== changed) {
        server.setSecureContext({ ...(await readCertificate(files)), minVersion: 'TLSv1.2' });
        log.info('syslog has a new certificate');
      }
      seen = changed;
    } catch (thrown) {
      log.warn('the new certificate of syslog cannot be used; the old one stays', { reason: messageOf(thrown) });
    }
  };
  void look();
  const timer = setInterval(() => void look(), MINUTE);
  timer.unref();
  return () => clearInterval(timer);
}
