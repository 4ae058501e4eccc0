import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import { errorPage } from '#web/error-page.tsx';
import { proberRoutes } from '../prober-routes.ts';

export interface ServedProbers {
  /** Where probers join, with a slash at its end. */
  readonly url: string;
  /** While true, everything is answered 503, as by a network that is cut. */
  isCut: boolean;
  close(): void;
}

/** Serves what probers talk to, for a test's house, on loopback. */
export async function serveProbers(house: TestHouse): Promise<ServedProbers> {
  const app = new Hono();
  app.use(async (c, next) => {
    if (served.isCut) return c.text('gone', 503);
    c.set('house' as never, house as never);
    return next();
  });
  app.route('/in/prober', proberRoutes({ house, witnesses: [] }));
  app.onError((error, c) => errorPage(c as never, error, { layout: 'public' }));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', resolve)));
  const served = { url: `http://localhost:${(server.address() as AddressInfo).port}/`, isCut: false, close: () => void server.close() };
  return served;
}
