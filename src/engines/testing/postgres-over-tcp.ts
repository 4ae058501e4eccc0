import { connect, createServer } from 'node:net';
import { inject } from 'vitest';

interface Bridge {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  close(): void;
}

/** The tests' PostgreSQL, which listens on a Unix socket only, over TCP, as a shop's own would be reached. */
export async function postgresOverTcp(): Promise<Bridge> {
  const { superUrl } = inject('postgres');
  const asked = new URLSearchParams(superUrl.slice(superUrl.indexOf('?')));
  const [, user = '', password = ''] = /\/\/([^:]+):([^@]+)@/.exec(superUrl) ?? [];
  const path = `${asked.get('host') ?? ''}/.s.PGSQL.${asked.get('port') ?? '5432'}`;
  const bridge = createServer((client) => {
    const server = connect(path);
    client.pipe(server).pipe(client);
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      end.on('error', () => end.destroy());
      end.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => bridge.listen(0, '127.0.0.1', resolve));
  const address = bridge.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, user, password: decodeURIComponent(password), close: () => bridge.close() };
}
