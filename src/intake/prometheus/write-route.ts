import type { Context, Hono } from 'hono';
import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { beginDelivery, hashOf, type Sender, storeDelivery } from '../http/delivery.ts';
import { remoteWriteVersion, takeRemoteWrite } from './remote-write.ts';

type Guarded = (c: Context, work: (sender: Sender, body: Buffer) => Promise<Response>) => Promise<Response>;

/**
 * `POST /v1/write`: a Prometheus server's remote write, 1.0 and 2.0. 204: all of it is durable. 400, 413, 415: it will never be taken and must
 * not come again; of a request in which some points are too old the others are stored. 429 and 5xx: the same again, later; it is stored once.
 */
export function addWriteRoute(app: Hono, house: House, guarded: Guarded): void {
  app.post('/v1/write', (c) => {
    const version = remoteWriteVersion(c.req.header('content-type') ?? '');
    const encoding = c.req.header('content-encoding') ?? 'snappy';
    if (version === null || encoding.toLowerCase() !== 'snappy')
      return c.text('remote write is taken as application/x-protobuf, version 1.0 or 2.0, compressed with snappy', 415);
    return guarded(c, async (sender, body) => {
      const delivery = await beginDelivery(house, sender, hashOf(body));
      const { points, counts } = await takeRemoteWrite(delivery.context, body, version);
      await storeDelivery(house, sender, delivery, { tables: { metric_points: points.rows }, rejected: points.rejected }, body.length);
      const { rejected } = points;
      c.header('X-Prometheus-Remote-Write-Samples-Written', String(Math.max(0, counts.samples - rejected.length)));
      c.header('X-Prometheus-Remote-Write-Histograms-Written', String(counts.histograms));
      c.header('X-Prometheus-Remote-Write-Exemplars-Written', '0');
      if (rejected.length === 0) return c.body(null, 204);
      const reasons = [...new Set(rejected.map(({ reason }) => reason))].join('; ');
      throw new ShopbellError('INPUT_INVALID', { reason: `${rejected.length} points were not taken: ${reasons}; the others are stored` });
    });
  });
}
