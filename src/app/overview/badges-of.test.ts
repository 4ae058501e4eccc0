import { expect, test } from 'vitest';
import type { Glance, Need } from '#web/glance.ts';
import { badgesOf } from './badges-of.ts';

const need = (step: Need['step']): Need => ({ step, urgency: 'high', since: new Date(0), title: '', text: '', href: '/', action: '' });
const glance = (badge?: Glance['badge']): Glance => ({ needs: [], shops: [], line: '', ...(badge ? { badge } : {}) });

test('the red counts are the listed needs; what else is counted is quiet', () => {
  const glances = new Map([
    ['inspect', glance({ count: 1 })],
    ['detect', glance({ count: 2 })],
    ['unmask', glance({ text: '3' })],
    ['respond', glance({ count: 2 })],
    ['decide', glance({ count: 1 })],
    ['teach', glance()],
  ] as const);
  expect(badgesOf(glances, [need('decide'), need('respond')])).toEqual({
    inspect: { text: '1' },
    detect: { text: '2' },
    unmask: { text: '3' },
    respond: { count: 1 },
    decide: { count: 1 },
  });
});
