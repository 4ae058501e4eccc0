import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

/** What a web server knows of one answered request. */
export interface Answered {
  readonly request: IncomingMessage;
  readonly at: Date;
  readonly status: number;
  /** Bytes of the body that were sent, as nginx counts `$body_bytes_sent`. */
  readonly bytes: number;
}

export interface RunningServer {
  readonly port: number;
  readonly url: string;
  /** Resolves when no request is being answered, so that the log holds every answer that was received. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

function countBody(response: ServerResponse): () => number {
  let bytes = 0;
  const add = (chunk: unknown): void => {
    if (typeof chunk === 'string') bytes += Buffer.byteLength(chunk);
    else if (chunk instanceof Uint8Array) bytes += chunk.byteLength;
  };
  const write = response.write.bind(response) as (...args: unknown[]) => boolean;
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.write = ((...args: unknown[]) => {
    add(args[0]);
    return write(...args);
  }) as ServerResponse['write'];
  response.end = ((...args: unknown[]) => {
    add(args[0]);
    return end(...args);
  }) as ServerResponse['end'];
  return () => bytes;
}

/** Serves an app on 127.0.0.1. Port 0 takes a free one. Rejects when the port is taken. */
export async function serveApp(app: Hono, port: number, onAnswered?: (answered: Answered) => void): Promise<RunningServer> {
  const listener = getRequestListener(app.fetch);
  let open = 0;
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    open++;
    const bodyBytes = countBody(response);
    response.once('close', () => {
      open--;
      // 499 is what nginx writes when the visitor left before the answer.
      const status = response.writableFinished ? response.statusCode : 499;
      const bytes = request.method === 'HEAD' || status === 304 ? 0 : bodyBytes();
      onAnswered?.({ request, at: new Date(), status, bytes });
      if (open === 0) for (const done of waiting.splice(0)) done();
    });
    void listener(request, response);
  });
  server.keepAliveTimeout = 15_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}`,
    settled: () =>
      open === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
