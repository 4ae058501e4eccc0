import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Coming, followFlapping, unrestOf, WINDOW } from './follow-flapping.ts';

const start = Date.UTC(2026, 0, 1);
const quiet: Coming = { looks: [], flapping: null };
const looksOf = (ups: readonly boolean[], everyMs = 20_000) => ups.map((up, nth) => ({ up, at: new Date(start + nth * everyMs) }));
const follow = (ups: readonly boolean[], from = quiet) => looksOf(ups).reduce((coming, look) => followFlapping(coming, look), from);
const ups = fc.array(fc.boolean(), { maxLength: 120 });
const times = (count: number, up: boolean) => Array.from({ length: count }, () => up);

describe('whether a check comes and goes', () => {
  it('is told by the sixth change in a row, with how many in how long', () => {
    const turns = Array.from({ length: 7 }, (_none, nth) => nth % 2 === 0);
    expect(follow(turns.slice(0, 5)).flapping).toBeNull();
    expect(follow(turns).flapping).toEqual({ since: new Date(start + 20_000), changes: 6, minutes: 2 });
  });

  it('is not told of one outage, however long, nor of two short ones', () => {
    expect(follow([...times(30, true), ...times(50, false), ...times(30, true)]).flapping).toBeNull();
    expect(follow([...times(9, true), false, ...times(5, true), false, false, ...times(9, true)]).flapping).toBeNull();
  });

  it('ends only after a whole window that is quiet enough', () => {
    const flapping = follow(Array.from({ length: 21 }, (_none, nth) => nth % 2 === 0));
    expect(flapping.flapping).not.toBeNull();
    const nth = times(40, true).findIndex((_up, index) => follow(times(index, true), flapping).flapping === null);
    expect(nth).toBeGreaterThan(14);
    expect(nth).toBeLessThan(21);
    // The window is gone, as after a long time in which nobody looked: one quiet look proves nothing.
    expect(follow(times(20, true), { looks: [], flapping: flapping.flapping }).flapping).not.toBeNull();
    expect(follow(times(21, true), { looks: [], flapping: flapping.flapping }).flapping).toBeNull();
  });

  it('weighs between nothing and all, and the same whichever way round up and down are', () => {
    fc.assert(
      fc.property(ups, (list) => {
        const looks = looksOf(list).slice(-WINDOW);
        const unrest = unrestOf(looks);
        expect(unrest).toBeGreaterThanOrEqual(0);
        expect(unrest).toBeLessThanOrEqual(1 + 1e-9);
        expect(unrestOf(looks.map((look) => ({ ...look, up: !look.up })))).toBeCloseTo(unrest, 12);
      }),
    );
    expect(unrestOf(looksOf(Array.from({ length: WINDOW }, (_none, nth) => nth % 2 === 0)))).toBeCloseTo(1, 12);
  });

  it('weighs a change more, the newer it is', () => {
    const changedAt = (nth: number) => unrestOf(looksOf(Array.from({ length: WINDOW }, (_none, index) => index < nth)));
    for (let nth = 1; nth < WINDOW - 1; nth += 1) expect(changedAt(nth + 1)).toBeGreaterThan(changedAt(nth));
  });

  it('never begins with fewer than five changes, never lasts over a quiet window, and knows only the window', () => {
    fc.assert(
      fc.property(ups, (list) => {
        let coming = quiet;
        looksOf(list).forEach((look, nth) => {
          const before = coming;
          coming = followFlapping(coming, look);
          expect(coming.looks).toEqual(looksOf(list).slice(Math.max(0, nth + 1 - WINDOW), nth + 1));
          if (before.flapping === null && coming.flapping !== null) expect(coming.flapping.changes).toBeGreaterThanOrEqual(5);
          if (before.flapping !== null && coming.flapping !== null) expect(coming.flapping).toBe(before.flapping);
        });
        expect(follow(times(WINDOW, true), coming).flapping).toBeNull();
      }),
    );
  });
});
