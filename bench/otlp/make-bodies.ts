import { gzipSync } from 'node:zlib';
import { encodeMessage } from '../../src/intake/http/otlp-schema.ts';

const A_BODY = 2_000;
const ROUTES = ['/', '/cart', '/checkout', '/account/orders/{id}', '/product/{slug}', '/search', '/api/stock/{sku}', '/login'];
const SERVICES = ['front', 'checkout', 'stock', 'mailer', 'search'];
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const whole = (key: string, intValue: number) => ({ key, value: { intValue: String(intValue) } });

/** Gzipped requests of `count` spans of a shop: nine attributes each, addresses with numbers that differ. Repeats itself by `seed`. */
export function makeSpanBodies(count: number, seed: number): Buffer[] {
  return bodies(count, (first) => {
    const spans = Array.from({ length: A_BODY }, (_, nth) => spanOf(first + nth, seed));
    const scopes = SERVICES.map((service, nth) => ({
      resource: { attributes: [text('service.name', service), text('service.version', '1.4.2'), text('host.name', `web-${nth % 3}`)] },
      scopeSpans: [{ spans: spans.filter((_, which) => which % SERVICES.length === nth) }],
    }));
    return encodeMessage('ExportTraceServiceRequest', { resourceSpans: scopes });
  });
}

function spanOf(nth: number, seed: number) {
  const start = BigInt(Date.now() - 60_000 + (nth % 50_000)) * 1_000_000n;
  const route = ROUTES[nth % ROUTES.length] ?? '/';
  const isServer = nth % 2 === 0;
  const path = route.replace(/\{.*\}/, String(10_000 + ((nth * 7_919) % 50_000)));
  return {
    traceId: Buffer.from(`${seed}${nth >> 2}`.padStart(32, 'a0'), 'hex'),
    spanId: Buffer.from(`${seed}${nth}`.padStart(16, 'b0'), 'hex'),
    parentSpanId: nth % 4 === 0 ? undefined : Buffer.from(`${seed}${nth - 1}`.padStart(16, 'b0'), 'hex'),
    name: `GET ${route}`,
    kind: isServer ? 2 : 3,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(1_000_000 + ((nth * 104_729) % 90_000_000))),
    status: nth % 97 === 0 ? { code: 2, message: 'timeout' } : undefined,
    attributes: [
      ...[text('http.request.method', 'GET'), text('http.route', route), text('url.path', path), text('url.scheme', 'https')],
      ...[whole('http.response.status_code', nth % 97 === 0 ? 500 : 200), whole('http.response.body.size', 500 + ((nth * 31) % 40_000))],
      ...[text('server.address', isServer ? 'shop.example' : 'stock.internal'), text('network.protocol.version', '1.1')],
      text('user_agent.original', `Mozilla/5.0 (X11; Linux x86_64) Browser/${nth % 40}.0`),
    ],
  };
}

/** Gzipped requests of `count` points of sixty metrics of ten machines, five attributes each. */
export function makePointBodies(count: number, seed: number): Buffer[] {
  return bodies(count, (first) => {
    const metrics = Array.from({ length: 20 }, (_, metric) => ({
      name: `system.figure.${metric}`,
      unit: 'By',
      sum: {
        ...{ aggregationTemporality: 2, isMonotonic: metric % 2 === 0 },
        dataPoints: Array.from({ length: A_BODY / 20 }, (__, nth) => ({
          timeUnixNano: String(BigInt(Date.now() - 60_000 + ((first + nth) % 50_000)) * 1_000_000n),
          asDouble: (first + nth) * 1.5 + seed,
          attributes: [
            ...[text('device', `sd${nth % 25}`), text('state', nth % 2 === 0 ? 'used' : 'free'), text('mountpoint', `/data/${nth % 25}`)],
            ...[text('type', 'ext4'), text('mode', 'rw')],
          ],
        })),
      },
    }));
    const resource = { attributes: [text('service.name', 'host'), text('host.name', `web-${(first / A_BODY) % 10}`)] };
    return encodeMessage('ExportMetricsServiceRequest', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
  });
}

function bodies(count: number, make: (first: number) => Uint8Array): Buffer[] {
  return Array.from({ length: Math.ceil(count / A_BODY) }, (_, nth) => gzipSync(make(nth * A_BODY)));
}
