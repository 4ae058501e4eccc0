import { describe, expect, it } from 'vitest';
import { judgeJourney, phasesOfJourney } from './judge-journey.ts';

const passed = { outcome: 'passed', reason: '5 steps', told: {} } as const;

describe('judgeJourney', () => {
  it('is not known when an order must be proven and its number was not read', () => {
    expect(judgeJourney(passed, false).saw).toBe('up');
    expect(judgeJourney(passed, true)).toMatchObject({ saw: 'unknown', reason: expect.stringMatching(/no number of an order/) });
    expect(judgeJourney({ ...passed, told: { order: '' } }, true).saw).toBe('unknown');
    expect(judgeJourney({ ...passed, told: { order: '17' } }, true).saw).toBe('up');
  });

  it('is down for what failed and not known for what could not be made', () => {
    expect(judgeJourney({ ...passed, outcome: 'failed' }, true).saw).toBe('down');
    expect(judgeJourney({ ...passed, outcome: 'unknown' }, false).saw).toBe('unknown');
  });
});

it('phases are the parts that a person would name', () => {
  const step = { line: 1, at: 0, error: null };
  const steps = [
    { ...step, title: "goto('/')", within: [], ms: 5 },
    { ...step, title: 'shop.addToCart()', within: [], ms: 7 },
    { ...step, title: 'click()', within: ['cart'], ms: 1 },
    { ...step, title: 'press()', within: ['cart', 'inner'], ms: 2 },
    { ...step, title: 'click()', within: [], ms: 9 },
  ];
  expect(phasesOfJourney(steps)).toEqual({ "goto('/')": 5, addToCart: 7, cart: 3 });
});
