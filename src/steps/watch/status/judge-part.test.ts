import { describe, expect, test } from 'vitest';
import { judgePart, type PartFacts, type StandingCheck } from './judge-part.ts';
import { worstOf } from './status-words.ts';

const now = new Date('2026-11-29T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const up: StandingCheck = { state: 'up', paused: false, everyMs: 20_000, lastAt: ago(5), isFlapping: false };
const down: StandingCheck = { ...up, state: 'down' };
const judge = (facts: Partial<PartFacts>) => judgePart({ checks: [up], orders: null, announced: [], isAtWork: false, now, ...facts });

describe('how a part stands', () => {
  test.each<[string, Partial<PartFacts>, string, string]>([
    ['all that stands for it is up', {}, 'fine', 'fine'],
    ['one of two is down', { checks: [up, down] }, 'trouble', 'trouble'],
    ['nothing stands for it', { checks: [] }, 'unknown', 'unknown'],
    ['one is not watched', { checks: [up, { ...up, state: 'unknown' }] }, 'unknown', 'unknown'],
    ['one is paused', { checks: [up, { ...up, paused: true }] }, 'unknown', 'unknown'],
    ['what comes and goes is trouble also while it is up', { checks: [{ ...up, isFlapping: true }] }, 'trouble', 'trouble'],
    ['nobody looked yet', { checks: [{ ...up, lastAt: null }] }, 'unknown', 'unknown'],
    ['nobody looked for longer than a minute', { checks: [{ ...up, lastAt: ago(61) }] }, 'unknown', 'unknown'],
    [
      'a check that looks every ten minutes looked twenty ago',
      { checks: [{ ...up, everyMs: 600_000, lastAt: ago(1_200) }] },
      'fine',
      'fine',
    ],
    ['down is worse than not known', { checks: [down, { ...up, state: 'unknown' }] }, 'trouble', 'trouble'],
    ['a failure that nobody renewed is not known', { checks: [{ ...down, lastAt: ago(90) }] }, 'unknown', 'unknown'],
    ['orders say trouble', { orders: 'trouble' }, 'trouble', 'trouble'],
    ['only orders stand for it', { checks: [], orders: 'fine' }, 'fine', 'fine'],
    ['orders are fine, and a check is not known', { checks: [{ ...up, paused: true }], orders: 'fine' }, 'unknown', 'unknown'],
    ['down during planned work', { checks: [down], isAtWork: true }, 'work', 'work'],
    ['down during announced work', { checks: [down], announced: ['work'] }, 'work', 'work'],
    ['work that breaks nothing', { isAtWork: true, announced: ['work'] }, 'fine', 'fine'],
    ['work does not make known what is not', { checks: [], isAtWork: true }, 'unknown', 'unknown'],
    ['trouble that people announced', { announced: ['trouble'] }, 'fine', 'trouble'],
    ['announced trouble where nothing is known', { checks: [], announced: ['trouble'] }, 'unknown', 'trouble'],
    ['news', { announced: ['news'] }, 'fine', 'fine'],
  ])('%s', (_what, facts, own, shown) => {
    expect(judge(facts)).toEqual({ own, shown });
  });

  test('all together are called by the worst, and none is not known', () => {
    expect(worstOf(['fine', 'work', 'trouble', 'unknown'])).toBe('trouble');
    expect(worstOf(['fine', 'unknown'])).toBe('unknown');
    expect(worstOf(['fine', 'work'])).toBe('work');
    expect(worstOf(['fine', 'fine'])).toBe('fine');
    expect(worstOf([])).toBe('unknown');
  });
});
