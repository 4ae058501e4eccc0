import { isIP } from 'node:net';
import { WebSocket } from 'ws';

interface Opening {
  readonly url: URL;
  readonly address: string;
  readonly send: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const MOST_BYTES = 1_048_576;

/** Opens a WebSocket at the checked address and closes it again; returns the first message when something was sent. */
export function openWebSocket({ url, address, send, headers, signal }: Opening): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      headers: { 'user-agent': 'Shopbell/0.1', ...headers },
      followRedirects: false,
      maxPayload: MOST_BYTES,
      perMessageDeflate: false,
      // The name was resolved and checked already; asking again could give another address.
      lookup: (_host, options, done) => {
        const family = isIP(address);
        if (options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
    });
    const end = () => socket.terminate();
    signal.addEventListener('abort', end, { once: true });
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`it answered ${response.statusCode} instead of opening`));
      end();
    });
    socket.once('open', () => {
      if (send !== null) return socket.send(send);
      resolve(null);
      return end();
    });
    socket.once('message', (data) => {
      resolve(Buffer.isBuffer(data) ? data.toString('utf8') : '');
      end();
    });
    socket.once('close', () => reject(new Error('it closed before a message came')));
  });
}
