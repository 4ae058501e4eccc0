import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { readServerFlight } from './read-server-flight.ts';
import type { TlsOffer, TlsReply } from './types.ts';
import { writeClientHello } from './write-client-hello.ts';

const MOST_BYTES = 256 * 1024;

interface Place {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

/**
 * Offers one version with some cipher suites to the checked address and reads what the server chooses; the handshake goes no further.
 * Our own bytes, because the TLS library of the system no longer speaks what is looked for here. Rejects with the network’s own error.
 */
export function sayHello(place: Place, offer: TlsOffer): Promise<TlsReply> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: place.address, port: place.port });
    let bytes = Buffer.alloc(0);
    let isSent = false;
    const read = (isOver: boolean) => {
      try {
        const reply = readServerFlight(bytes, isOver);
        if (reply) resolve(reply);
        if (reply || isOver) socket.destroy();
      } catch (thrown) {
        reject(thrown);
        socket.destroy();
      }
    };
    place.signal.addEventListener('abort', () => socket.destroy(place.signal.reason), { once: true });
    socket.once('connect', () => {
      isSent = true;
      socket.write(writeClientHello(offer, place.host, randomBytes(64)));
    });
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length > MOST_BYTES) socket.destroy(new Error('the server’s answer is too long'));
      else read(false);
    });
    socket.once('end', () => read(true));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Some servers reset the connection instead of refusing in words.
      if (isSent && error.code === 'ECONNRESET') read(true);
      else reject(error);
    });
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
}
