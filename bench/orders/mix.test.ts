import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import type { Shop } from '#registry/types.ts';
import { lookAtOrders } from '#steps/watch/orders/look-at-orders.ts';
import type { LookResult } from '#steps/watch/orders/look-result.ts';
import { makeCalendar, usualWeek } from '#steps/watch/orders/make-calendar.ts';
import { troubleInEnglish } from '#steps/watch/orders/trouble-in-english.ts';
import type { MadeStep } from './made-step.ts';
import { makeOrders } from './make-orders.ts';
import { storeOrders } from './store-orders.ts';

const FROM = Date.UTC(2026, 0, 12);
const NOW = FROM + 44 * DAY + 17 * HOUR;
const calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Warsaw', country: 'PL' });
const settings = { ...usualWeek, shipDays: 2, deliverDays: 14, exportMinutes: 240 };
const shop = { id: 's', timeZone: 'Europe/Warsaw', country: 'PL' } as unknown as Shop;
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

type Change = (steps: readonly MadeStep[]) => readonly MadeStep[];

/** A shop's orders until now, with something changed in those placed of late. */
async function shopOf(perDay: number, change: Change, since: number) {
  const org = telemetry.newOrg();
  const made = makeOrders({ seed: `mix ${perDay}`, from: FROM, days: 46, perDay, calendar });
  const told = [...made].map((steps) => {
    const at = steps[0]?.at ?? 0;
    return (at >= since && at <= NOW ? change(steps) : steps).filter((one) => one.at <= NOW);
  });
  await storeOrders(telemetry, org, 's', told);
  return async (now = NOW): Promise<LookResult> => {
    const clock = { now: () => new Date(now), ticks: () => performance.now() };
    const log = { error: (what: string) => expect(what).toBe('') };
    const look = await lookAtOrders({ telemetry, clock, log } as never, org, shop, settings);
    if (look === null) throw new Error('no orders');
    return look;
  };
}
const told = ({ troubles }: LookResult): string[] =>
  troubles.filter(({ subject }) => subject !== '').map(({ trouble, subject }) => `${trouble} ${subject}`);
const without =
  (isGone: (step: MadeStep) => boolean): Change =>
  (steps) =>
    steps.some(isGone) ? [] : steps;
/** Payments of one kind are refused: ordered, and never paid. */
const refused =
  (isRefused: (step: MadeStep) => boolean): Change =>
  (steps) =>
    steps.some(isRefused) ? steps.filter(({ step }) => step === 'placed') : steps;

describe.each([5, 60, 800])('a shop of %i orders a day', (perDay) => {
  // As long as a dozen of the smaller part take to come.
  const long = (share: number): number => Math.min(12 * DAY, Math.max(6 * HOUR, (26 / (share * perDay)) * DAY));

  it('says nothing of its mix while it sells as ever, and shows shares and what goes through', async () => {
    const look = await shopOf(perDay, (steps) => steps, NOW);
    for (let back = 0; back <= 8 * DAY; back += perDay > 100 ? 2 * DAY : 17 * HOUR) expect(told(await look(NOW - back))).toEqual([]);
    const { mix = [] } = await look();
    const part = (what: string, name: string) => mix.find(({ key }) => key.what === what && key.name === name);
    expect(part('method', 'card')?.share.usual).toBeGreaterThan(0.3);
    expect(part('device', 'mobile')?.share.usual).toBeGreaterThan(0.45);
    expect(part('country', 'PL')?.share.usual).toBeGreaterThan(0.65);
    expect(part('carrier', 'dpd')?.share.usual).toBeGreaterThan(0.15);
    if (perDay > 5) {
      expect(part('method', 'card')?.success).toMatchObject({ state: 'usual' });
      expect(part('method', 'card')?.success?.now).toBeGreaterThan(0.85);
      expect(part('carrier', 'dpd')?.success?.usual).toBeGreaterThan(0.95);
      // Money that comes days later is nothing that fails.
      expect(part('method', 'invoice')?.success?.state).toBe('unknown');
    }
  }, 120_000);

  it('rings when the phones vanish', async () => {
    const look = await shopOf(
      perDay,
      without(({ device }) => device === 'mobile'),
      NOW - long(0.62),
    );
    const after = await look();
    expect(told(after)).toContain('silent device mobile');
    expect(told(after).some((one) => one.includes('desktop') || one.includes('carrier'))).toBe(false);
    expect(after.troubles.map(troubleInEnglish).join('\n')).toContain('nothing is told of orders by kind of device mobile');
  }, 120_000);

  it('rings when one country or one way to pay vanishes', async () => {
    const [country, share] = perDay > 5 ? ['DE', 0.12] : ['PL', 0.8];
    const look = await shopOf(
      perDay,
      without((one) => one.country === country || one.method === 'card'),
      NOW - long(share),
    );
    expect(told(await look())).toEqual(expect.arrayContaining([`silent country ${country}`, 'silent method card']));
  }, 120_000);

  it('says once, of the way to pay, that payments fail', async () => {
    // Two a day are too few to tell one way to pay apart within a week; all of them are not.
    const look = await shopOf(
      perDay,
      refused(({ method }) => perDay === 5 || method === 'card'),
      NOW - Math.min(7 * DAY, long(0.4)),
    );
    const failing = told(await look()).filter((one) => one.startsWith('failing'));
    if (perDay === 5) expect(failing.length).toBeGreaterThan(0);
    else expect(failing).toEqual(['failing method card']);
  }, 120_000);

  it('says nothing of parts when nothing comes at all', async () => {
    const look = await shopOf(perDay, () => [], NOW - long(1));
    const said = told(await look());
    expect(said).toContain('silent step shop placed');
    expect(said.filter((one) => /method|device|country|failing/.test(one))).toEqual([]);
  }, 120_000);
});

it('payments that a nightly file tells are waited for', async () => {
  const org = telemetry.newOrg();
  const orders = [...makeOrders({ seed: 'nightly', from: FROM, days: 46, perDay: 80, calendar })].map((steps) =>
    steps.filter(({ at, system }) => at <= NOW && system !== 'payment'),
  );
  const night = Math.floor(NOW / DAY) * DAY;
  const rows = orders.map((steps) => steps.filter(({ at, step }) => step !== 'paid' || at < night));
  await storeOrders(
    telemetry,
    org,
    's',
    rows.map((steps) => steps.filter(({ step }) => step !== 'paid')),
  );
  await telemetry.insert(
    org,
    'order_steps',
    rows.flatMap((steps) =>
      steps
        .filter(({ step }) => step === 'paid')
        .map(({ at, order, method, amount }) => ({
          ...{
            shop_id: 's',
            source_id: 'file',
            at: new Date(at),
            received_at: new Date(Math.ceil(at / DAY) * DAY + HOUR),
            told_by: 'shop',
          },
          ...{ step: 'paid', order_ref: order, their_ref: `p${order}`, amount, currency: 'PLN', method, test: 0, not_before: new Date(0) },
        })),
    ),
  );
  const clock = { now: () => new Date(NOW), ticks: () => performance.now() };
  const look = await lookAtOrders({ telemetry, clock, log: { error: () => undefined } } as never, org, shop, settings);
  if (look === null) throw new Error('no orders');
  expect(told(look).filter((one) => one.startsWith('failing'))).toEqual([]);
  expect(look.mix?.find(({ key }) => key.name === 'card')?.success).toMatchObject({ state: 'usual' });
});
