import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

interface Datagram {
  readonly address: string;
  readonly port: number;
  readonly send: Uint8Array;
  readonly signal: AbortSignal;
}

/** Sends one datagram and waits for the first answer of the same address. The socket is connected, so that a closed port says so. */
export function askByUdp({ address, port, send, signal }: Datagram): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4' });
    let open = true;
    const close = () => {
      if (open) socket.close();
      open = false;
    };
    signal.addEventListener('abort', close, { once: true });
    socket.once('error', (error) => {
      close();
      reject(error);
    });
    socket.once('message', (message) => {
      close();
      resolve(new Uint8Array(message));
    });
    socket.connect(port, address, () => {
      if (open) socket.send(send);
    });
  });
}
