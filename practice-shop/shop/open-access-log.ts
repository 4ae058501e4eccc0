import { closeSync, copyFileSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { combinedLine } from './combined-line.ts';
import type { Answered } from './serve-app.ts';

export interface AccessLog {
  readonly path: string;
  write(answered: Answered): void;
  /**
   * Rotates once, as logrotate does: `rename` moves the file to `access.log.1` and starts a new one;
   * `truncate` copies it there and empties it in place. Returns the path of the old lines.
   */
  rotate(how: 'rename' | 'truncate'): string;
  close(): void;
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
}

/** The visitor's address: on loopback, visitors state one in `X-Practice-Client`, so that the log looks like the internet's. */
function clientAddress(request: IncomingMessage): string {
  const stated = header(request, 'x-practice-client');
  return isIP(stated) ? stated : (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
}

/** Opens the access log for appending. Each line is written at once, as nginx does without a buffer. */
export function openAccessLog(path: string): AccessLog {
  let file = openSync(path, 'a');
  let rotations = 0;
  let closed = false;
  return {
    path,
    write({ request, at, status, bytes }) {
      // A visitor who is cut off by the closing shop is not an answered request.
      if (closed) return;
      const line = combinedLine({
        address: clientAddress(request),
        at,
        method: request.method ?? 'GET',
        target: request.url ?? '/',
        status,
        bytes,
        referer: header(request, 'referer'),
        agent: header(request, 'user-agent'),
      });
      writeSync(file, line);
    },
    rotate(how) {
      rotations++;
      const old = `${path}.${rotations}`;
      if (how === 'truncate') {
        copyFileSync(path, old);
        ftruncateSync(file, 0);
      } else {
        renameSync(path, old);
        closeSync(file);
        file = openSync(path, 'a');
      }
      return old;
    },
    close() {
      if (!closed) closeSync(file);
      closed = true;
    },
  };
}
