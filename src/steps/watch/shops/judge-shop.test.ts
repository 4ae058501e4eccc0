import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeStages } from './judge-stages.ts';
import { judgeVisits } from './judge-visits.ts';
import type { VisitHour } from './read-visits.ts';
import { orderStages, visitStages } from './stage.ts';

const hour = (visits: number, checkout = Math.round(visits / 10), heard = visits * 9): VisitHour => ({
  ...{ heard, visits, product: Math.round(visits / 2), cart: Math.round(visits / 5), checkout },
});
const now = new Date('2026-11-30T12:00:00Z');

describe('the visitors of an hour', () => {
  it('are measured by the same hour of the weeks before', () => {
    const { visits, checkout } = judgeVisits([hour(1_010, 0), hour(1_000), hour(980), hour(1_100), hour(960)]);
    expect(visits).toEqual({ seen: 1_010, usual: 1_010, state: 'usual' });
    expect(checkout).toMatchObject({ seen: 0, state: 'silent' });
    expect(judgeVisits([hour(300), hour(1_000), hour(980)]).visits.state).toBe('low');
  });

  it('are not known where nothing was heard or nobody tells, and then never nothing', () => {
    expect(judgeVisits([hour(0), hour(1_000), hour(980)]).visits).toEqual({ seen: null, usual: null, state: 'unknown' });
    expect(judgeVisits([hour(90, 0), hour(100, 0), hour(100, 0)]).checkout.seen).toBeNull();
    expect(judgeVisits([hour(90), hour(100)]).visits).toEqual({ seen: 90, usual: null, state: 'unknown' });
    const count = fc.integer({ min: 0, max: 500 });
    const hours = fc.array(
      fc.record({ heard: fc.integer({ min: 0, max: 3 }), visits: count, product: count, cart: count, checkout: count }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(hours, (list) => {
        const judged = judgeVisits(list);
        for (const stage of visitStages) {
          const { seen, usual, state } = judged[stage];
          if ((list[0]?.heard ?? 0) === 0) expect(seen).toBeNull();
          if (seen === null) expect(state).toBe('unknown');
          if (usual === null) expect(state).toBe('unknown');
          if (state === 'low' || state === 'silent') expect(seen ?? 0).toBeLessThan((usual ?? 0) * 0.5);
        }
      }),
    );
  });
});

describe('the stages of orders', () => {
  const rhythm = (name: string, perHour: number, state: 'usual' | 'silent' | 'unknown' = 'usual') => ({
    ...{ key: { what: 'step', name } as const, state, since: 0, last: 0, seen: 0, expected: 0, perHour, lastHour: perHour * 0.9 },
  });

  it('are told by whoever tells most of each, by a look that is young', () => {
    const result = {
      rhythm: [rhythm('shop placed', 20), rhythm('shop paid', 5), rhythm('payment paid', 19), rhythm('erp exported', 18, 'silent')],
    };
    const counts = new Map(Object.entries({ 'shop placed': 17, 'payment paid': 16, 'shop paid': 3 }));
    expect(judgeStages({ at: now, result }, counts, now)).toEqual({
      placed: { seen: 17, usual: 18, state: 'usual' },
      paid: { seen: 16, usual: 19 * 0.9, state: 'usual' },
      exported: { seen: 0, usual: 18 * 0.9, state: 'silent' },
      'handed-over': { seen: null, usual: null, state: 'unknown' },
    });
    const old = judgeStages({ at: new Date(now.getTime() - 3_600_000), result }, counts, now);
    for (const stage of orderStages) expect(old[stage]).toMatchObject({ usual: null, state: 'unknown' });
    expect(judgeStages(null, new Map(), now).placed).toEqual({ seen: null, usual: null, state: 'unknown' });
    expect(judgeStages(null, new Map([['shop placed', 2]]), now).placed).toEqual({ seen: 2, usual: null, state: 'unknown' });
  });
});
