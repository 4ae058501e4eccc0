import { expect, it } from 'vitest';
import type { Trick } from '../../inspection.ts';
import { goldenInspection, got } from '../golden-inspection.ts';
import { judgeOne, keysOf } from '../judge-one.ts';
import { goldenPayment } from './golden-payment.ts';

const trick = (what: Trick['what'], script: string | null = 'https://cdn.example/x.js', detail = 'd'): Trick => ({ what, script, detail });
const page = (tricks: readonly Trick[], partial: string | null = null) =>
  goldenInspection({ payment: got(goldenPayment({ tricks, partial })) });

it.each<[string, readonly Trick[], string | null, string]>([
  ['nothing', [], null, 'pass'],
  ['a text of its own', [trick('writes the clipboard')], null, 'pass'],
  ['a command', [trick('puts a command in the clipboard')], null, 'fail critical'],
  ['the same command twice', [trick('puts a command in the clipboard'), trick('puts a command in the clipboard')], null, 'fail critical'],
  ['another text than was copied', [trick('changes what is copied', null)], null, 'fail high'],
  ['nothing, in a look that was cut short', [], 'cut short', 'unknown'],
  ['a command, in a look that was cut short', [trick('puts a command in the clipboard')], 'cut short', 'fail critical'],
])('%s in the clipboard', (_, tricks, partial, expected) => {
  expect(judgeOne('payment-clipboard', page(tricks, partial))).toBe(expected);
});

it('is recognised next time, and not looked at without control', () => {
  expect(
    keysOf('payment-clipboard', page([trick('puts a command in the clipboard', 'https://cdn.example/x.js', 'powershell 4711')])),
  ).toEqual(['puts a command in the clipboard https://cdn.example/x.js']);
  expect(judgeOne('payment-clipboard', { ...page([]), depth: 'visitor' })).toBe('notApplicable');
  expect(judgeOne('payment-clipboard', goldenInspection({ payment: { kind: 'unknown', reason: 'x' } }))).toBe('unknown');
});
