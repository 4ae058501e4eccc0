import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followState, noticeGap, type Standing, type State } from './follow-state.ts';

const start = new Date('2026-01-01T00:00:00Z');
const fresh: Standing = { state: 'unknown', since: start, reason: '', lastAt: null, suspect: null, looks: [], flapping: null };
const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
const see = (saw: State, seconds: number) => ({ at: at(seconds), saw, reason: saw });

describe('the state of a check', () => {
  it('is down only after a second failure, and since the first', () => {
    const up = followState(fresh, see('up', 0)).standing;
    const first = followState(up, see('down', 20));
    expect(first).toMatchObject({ change: null, again: 1_500 });
    const second = followState(first.standing, see('down', 23));
    expect(second.change).toMatchObject({ from: 'up', to: 'down', at: at(20) });
  });

  it('waits as long as it is told, and for what it stands behind', () => {
    const up: Standing = { ...fresh, state: 'up', lastAt: at(0) };
    const follow = (failures: number, hasParents: boolean): string => {
      let standing = up;
      const waits: (number | null)[] = [];
      for (let nth = 1; standing.state === 'up'; nth += 1) {
        const step = followState(standing, see('down', nth), { failures, hasParents });
        standing = step.standing;
        waits.push(step.again);
      }
      return waits.join();
    };
    expect(follow(1, false)).toBe('');
    expect(follow(2, false)).toBe('1500,');
    expect(follow(4, false)).toBe('1500,1500,1500,');
    expect(follow(1, true)).toBe('5000,');
    expect(follow(2, true)).toBe('5000,');
  });

  it('is up again at once', () => {
    const down: Standing = { ...fresh, state: 'down', lastAt: at(0) };
    expect(followState(down, see('up', 20)).change).toMatchObject({ from: 'down', to: 'up' });
  });

  const saws = fc.array(fc.constantFrom<State>('up', 'down', 'unknown'), { minLength: 1, maxLength: 60 });

  it('never says down for a single failure, and its changes form a chain', () => {
    fc.assert(
      fc.property(saws, (list) => {
        let standing = fresh;
        let last: State = 'unknown';
        list.forEach((saw, index) => {
          const step = followState(standing, see(saw, index * 20));
          if (step.change) {
            expect(step.change.from).toBe(last);
            expect(step.change.to).not.toBe(last);
            last = step.change.to;
          }
          if (step.change?.to === 'down') expect(list[index - 1]).toBe('down');
          standing = step.standing;
          expect(standing.state).toBe(last);
        });
      }),
    );
  });

  it('comes and goes by its looks, also where no failure is believed, and not by what nobody could see', () => {
    const follow = (list: readonly State[]) =>
      list.reduce<Standing>((standing, saw, index) => followState(standing, see(saw, index * 20)).standing, fresh);
    const turns = Array.from({ length: 8 }, (_none, nth): State => (nth % 2 === 0 ? 'up' : 'down'));
    expect(follow(turns)).toMatchObject({ state: 'up', flapping: { changes: 6 } });
    expect(follow(turns.map((saw) => (saw === 'down' ? 'unknown' : saw))).flapping).toBeNull();
    const last = turns.length * 20;
    const gone = noticeGap(follow(turns), at(last + 3_600), 20_000);
    expect(gone).toMatchObject({ turned: false, standing: { state: 'unknown', looks: [], flapping: { changes: 6 } } });
  });

  it('is never up or down over a time in which nobody looked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<State>('up', 'down'),
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 1_000, max: 300_000 }),
        (state, gap, every) => {
          const before: Standing = { ...fresh, state, lastAt: at(0) };
          const { standing, change } = noticeGap(before, at(gap), every);
          const long = gap * 1_000 > Math.max(15_000, 3 * every);
          expect(standing.state).toBe(long ? 'unknown' : state);
          if (long) expect(change).toMatchObject({ from: state, to: 'unknown', at: at(0) });
        },
      ),
    );
  });
});
