import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { followServices } from '../src/steps/watch/services/start-following-services.ts';
import { describeService } from '../src/steps/watch/verbs/describe-service.ts';
import { setSlo } from '../src/steps/watch/verbs/set-slo.ts';
import type { Stage } from './open-stage.ts';

type Row = Record<string, string | number | Date>;

/** Who calls whom, how often a minute, how fast in ms; `outside` tells nothing itself. */
const CALLS = [
  ['storefront', 'catalogue', 'host', 12, 40],
  ['storefront', 'checkout', 'host', 4, 180],
  ['storefront', 'accounts', 'host', 3, 60],
  ['catalogue', 'search.internal', 'host', 10, 20],
  ['catalogue', 'shop-db', 'database', 20, 4],
  ['accounts', 'shop-db', 'database', 5, 5],
  ['checkout', 'api.gateway.example', 'host', 4, 320],
  ['checkout', 'shop-db', 'database', 9, 6],
  ['checkout', 'orders', 'queue', 4, 3],
  ['shipping', 'api.courier.example', 'host', 2, 500],
  ['mailer', 'smtp.example', 'host', 3, 90],
] as const;
const SERVED = [
  ['storefront', 26, 220],
  ['catalogue', 12, 38],
  ['checkout', 4, 170],
  ['accounts', 3, 55],
] as const;

/** Eight days of a shop's traces: a gateway that fails since forty minutes, a slower checkout after a release, a courier's program that fell silent. */
export async function seedServices({ running, rehearsal: { org, shop, as } }: Stage): Promise<void> {
  const { house } = running;
  const now = house.clock.now().getTime();
  let rows: Row[] = [];
  let nth = 0;
  const add = (at: number, service: string, kind: string, ms: number, more: Row = {}): void => {
    nth += 1;
    const isNew = at > now - 3 * HOUR;
    rows.push({
      ...{ shop_id: shop, source_id: 'src_traces', at: new Date(at), received_at: new Date(at), service, kind, status: 'ok' },
      ...{ trace_id: String(nth), span_id: String(nth), parent_id: 'p', name: 'call', duration_ms: ms * (0.6 + ((nth * 7) % 10) / 10) },
      ...{ place: `${service}-1`, version: service === 'checkout' && isNew ? '2.4.0' : '2.3.7' },
      ...more,
    });
  };
  for (const [from, to, every] of [
    [now - 28 * DAY, now - 8 * DAY, 2 * HOUR],
    [now - 8 * DAY, now - 7 * DAY + HOUR, 5 * MINUTE],
    [now - 7 * DAY + HOUR, now - DAY, HOUR],
    [now - DAY, now, 5 * MINUTE],
  ] as const) {
    for (let at = from; at < now && at < to; at += every) {
      minuteOf(at, now, every / MINUTE, add);
      if (rows.length < 50_000) continue;
      await house.telemetry.insert(org, 'spans', rows);
      rows = [];
    }
  }
  await house.telemetry.insert(org, 'spans', rows);
  await house.telemetry.insert(org, 'metric_points', [
    point(shop, now, 'checkout-1', 'system.cpu.utilization', 0.18, { state: 'idle' }),
    point(shop, now, 'checkout-1', 'system.memory.utilization', 0.71, { state: 'used' }),
    point(shop, now, 'catalogue-1', 'system.memory.utilization', 0.94, { state: 'used' }),
  ]);
  const owner = as('owner', 'pictures');
  await describeService(owner, { shop, system: 'api.gateway.example', outside: true, name: 'Payment gateway', owner: 'Team Checkout' });
  await describeService(owner, { shop, system: 'api.courier.example', outside: true, name: 'Courier' });
  await describeService(owner, { shop, system: 'checkout', name: 'Checkout', owner: 'Team Checkout', criticality: 'critical' });
  await setSlo(owner, { shop, service: 'checkout', kind: 'availability', target: 99.5 });
  await setSlo(owner, { shop, service: 'checkout', kind: 'latency', withinMs: 600, target: 99 });
  await setSlo(owner, { shop, service: 'storefront', kind: 'availability', target: 99.9 });
  await followServices(house, org, shop, 'pictures');
}

/** Calls spread over so many minutes, fewer at night. */
function minuteOf(
  at: number,
  now: number,
  minutes: number,
  add: (at: number, service: string, kind: string, ms: number, more?: Row) => void,
) {
  const share = 0.35 + 0.65 * Math.sin((Math.PI * ((at / HOUR) % 24)) / 24);
  const isFailing = at > now - 40 * MINUTE;
  const isSilent = (service: string) => service === 'shipping' && at > now - 2 * HOUR;
  const times = (perMinute: number): number => Math.max(1, Math.round(perMinute * Math.min(5, minutes) * share));
  const spread = (one: number, of: number): number => at + (one * Math.min(5, minutes) * MINUTE) / of;
  for (const [service, perMinute, ms] of SERVED) {
    const slower = service === 'checkout' && at > now - 3 * HOUR ? 2.4 : 1;
    for (let one = 0; one < times(perMinute); one++)
      add(
        spread(one, times(perMinute)),
        service,
        'server',
        ms * slower,
        isFailing && service === 'checkout' && one % 6 === 0 ? { status: 'error' } : {},
      );
  }
  for (const [service, far, farKind, perMinute, ms] of CALLS) {
    if (isSilent(service)) continue;
    for (let one = 0; one < times(perMinute); one++) {
      const isBad = isFailing && far === 'api.gateway.example' && one % 5 === 0;
      add(spread(one, times(perMinute)), service, farKind === 'queue' ? 'producer' : 'client', ms, {
        ...{ far, far_kind: farKind, status: isBad ? 'error' : 'ok' },
      });
    }
  }
  for (const service of ['shipping', 'mailer'])
    for (let one = 0; one < times(2) && !isSilent(service); one++)
      add(spread(one, times(2)), service, 'consumer', 60, { far: 'orders', far_kind: 'queue' });
}

function point(shop: string, now: number, host: string, name: string, value: number, attributes: Record<string, string>) {
  const at = new Date(now - MINUTE);
  return {
    ...{ shop_id: shop, source_id: 'src_traces', at, received_at: at, service: '', host, name, unit: '1', kind: 'gauge', value, count: 0 },
    attributes: JSON.stringify(attributes),
  };
}
