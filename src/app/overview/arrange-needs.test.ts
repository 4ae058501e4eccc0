import { expect, test } from 'vitest';
import type { Need } from '#web/glance.ts';
import { arrangeNeeds } from './arrange-needs.ts';

const need = (over: Partial<Need>): Need => ({
  step: 'respond',
  urgency: 'high',
  since: new Date(0),
  title: 'title',
  text: '',
  href: '/',
  action: 'look',
  ...over,
});

test('needs about one incident are one: the furthest step speaks, the clock and the severity stay', () => {
  const clock = { from: new Date(0), until: new Date(72) };
  const arranged = arrangeNeeds([
    need({ incident: 'a', step: 'respond', urgency: 'critical' }),
    need({ incident: 'a', step: 'tell', title: 'release the notice', urgency: 'medium' }),
    need({ incident: 'a', step: 'decide', clock }),
  ]);
  expect(arranged).toEqual([expect.objectContaining({ step: 'tell', title: 'release the notice', urgency: 'critical', clock })]);
});

test('severest first, then the nearest deadline, then the oldest', () => {
  const titles = arrangeNeeds([
    need({ title: 'old', since: new Date(1) }),
    need({ title: 'new', since: new Date(2) }),
    need({ title: 'clock', since: new Date(3), clock: { from: new Date(0), until: new Date(9) } }),
    need({ title: 'mild', urgency: 'low' }),
    need({ title: 'worst', urgency: 'critical' }),
  ]).map((one) => one.title);
  expect(titles).toEqual(['worst', 'clock', 'old', 'new', 'mild']);
});

test('nothing needs nobody', () => {
  expect(arrangeNeeds([])).toEqual([]);
});
