import { expect, it } from 'vitest';
import { DAY, HOUR } from '#kernel/time.ts';
import { judgeWebhooks } from '#steps/watch/checks/judge-webhooks.ts';
import { judgeRhythm } from '#steps/watch/orders/judge-rhythm.ts';
import { makeCalendar, usualWeek } from '#steps/watch/orders/make-calendar.ts';
import { makeOrders } from './make-orders.ts';
import { makeWebhookList, webhookFaults } from './make-webhook-lists.ts';

it.each(webhookFaults)('of two hundred shops with a webhook that is wrong (%s) all are found', (fault) => {
  const missed = Array.from({ length: 200 }, (_, nth) => `${fault} ${nth}`).filter((seed) => {
    const { demand, list } = makeWebhookList(seed, fault);
    return judgeWebhooks(demand, list).saw !== 'down';
  });
  expect(missed).toEqual([]);
});

it('of two thousand shops whose webhooks are right none is said to be wrong', () => {
  const said = Array.from({ length: 2_000 }, (_, nth) => {
    const { demand, list } = makeWebhookList(`right ${nth}`, null);
    return judgeWebhooks(demand, list);
  }).filter(({ saw }) => saw !== 'up');
  expect(said).toEqual([]);
});

it('a queue of exports that is stuck for the whole shop is said to be silent within a working day, and never before', async () => {
  const from = Date.UTC(2025, 8, 1);
  const calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Warsaw', country: 'PL' });
  const stuck = from + 50 * DAY + 10 * HOUR;
  const made = [...makeOrders({ seed: 'stuck', from, days: 60, perDay: 120, calendar })].flat();
  const times = made.filter(({ system, step }) => system === 'shop' && step === 'exported').map(({ at }) => at);
  const judged = (now: number, until: number) => {
    const hours = new Map<number, number>();
    let last = 0;
    for (const at of times.filter((one) => one <= Math.min(now, until) && one >= now - 35 * DAY).toSorted((a, b) => a - b)) {
      const hour = Math.floor(at / HOUR) * HOUR;
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
      last = at;
    }
    return judgeRhythm({ hours, last }, { now, since: from, calendar, isWork: false }).state;
  };
  const early: number[] = [];
  for (let now = from + 30 * DAY; now < stuck; now += 2 * HOUR) if (judged(now, stuck) === 'silent') early.push(now);
  expect(early).toEqual([]);
  let noticed = 0;
  for (let now = stuck; noticed === 0 && now < stuck + DAY; now += HOUR / 4) if (judged(now, stuck) === 'silent') noticed = now;
  expect(noticed).toBeGreaterThan(0);
  expect(noticed - stuck).toBeLessThan(8 * HOUR);
});
