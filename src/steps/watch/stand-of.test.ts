import { describe, expect, it } from 'vitest';
import { gapReason } from './checks/gap-reason.ts';
import { headingOf } from './heading-of.ts';
import { sayReason } from './say-reason.ts';
import { rankOf, standOf } from './stand-of.ts';
import type { WatchCheck } from './store.ts';

const AT = new Date('2026-10-25T00:30:00Z');

function check(
  id: string,
  told: Partial<WatchCheck> & { readonly state?: 'up' | 'down' | 'unknown'; readonly comes?: boolean },
): WatchCheck {
  const { state = 'up', comes = false, ...more } = told;
  const flapping = comes ? { since: AT, changes: 5, minutes: 6 } : null;
  return {
    ...{ id: `chk_${id}`, org: 'org_1', shop: 'shop_1', name: id, target: { kind: 'tcp', host: 'shop.example', port: 443 } },
    ...{ everyMs: 20_000, allowPrivate: false, paused: false, lastMs: null, beats: { okAt: null, startedAt: null, failedAt: null } },
    standing: { state, since: AT, reason: '', lastAt: AT, suspect: null, looks: [], flapping },
    ...{ secrets: null, secretsHash: '', failures: 2, severity: 'high', dependsOn: [], behind: null, place: null, file: null },
    ...more,
  } as WatchCheck;
}

describe('how a check stands, in a word', () => {
  const gateway = check('gateway', { state: 'down' });
  const pay = check('pay', { state: 'down', behind: gateway.id });
  const refund = check('refund', { comes: true, behind: gateway.id });
  const all = [check('page', {}), check('host', { state: 'unknown' }), refund, pay, gateway];

  it('what is down because of another is behind it, and stands after it in a list', () => {
    expect([...all].sort((a, b) => rankOf(a) - rankOf(b)).map((one) => `${one.name} ${standOf(one)}`)).toEqual([
      ...['gateway down', 'refund behind', 'pay behind', 'host unknown', 'page up'],
    ]);
    expect(standOf({ ...pay, paused: true })).toBe('paused');
    expect(standOf({ ...pay, standing: gateway.standing, behind: null })).toBe('down');
    // The one that it stood behind is noted until it is told; being up, it stands behind nothing.
    expect(standOf(check('cart', { behind: gateway.id }))).toBe('up');
  });

  it('the heading counts what is down by itself, and what comes of it apart', () => {
    const t = (key: string, values: object = {}) => `${key} ${JSON.stringify(values)}`;
    const first = 'watch.heading {"down":1,"unknown":1,"all":5}';
    expect(headingOf(all, 5, t)).toBe(`watch.heading-behind ${JSON.stringify({ first, behind: 2 })}`);
    expect(headingOf([gateway], 1, t)).toBe('watch.heading {"down":1,"unknown":0,"all":1}');
  });
});

describe('a gap as a person reads it', () => {
  const t = (_key: string, values: Readonly<Record<string, unknown>> = {}) => `${values.from} – ${values.to}`;
  const say = (to: string, timeZone = 'Europe/Warsaw') => sayReason(gapReason(AT, new Date(to)), { t, locale: 'en', timeZone });

  it('is told by the clock on the wall, with a day only where it is another one', () => {
    expect(say('2026-10-25T00:45:12.345Z')).toBe('25 Oct 2026, 02:30 – 02:45');
    expect(say('2026-10-25T23:10:00.001Z')).toBe('25 Oct 2026, 02:30 – 26 Oct 2026, 00:10');
    expect(say('2026-10-25T00:45:00.000Z', 'America/New_York')).toBe('24 Oct 2026, 20:30 – 20:45');
  });

  it('and what is no gap as it was told', () => {
    expect(sayReason('the connection was refused', { t, locale: 'en', timeZone: 'UTC' })).toBe('the connection was refused');
  });
});
