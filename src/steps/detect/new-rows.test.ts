import { expect, test } from 'vitest';
import { sinceOf } from './new-rows.ts';

const at = (text: string) => new Date(`2026-05-01T${text}Z`);

test('a watermark from a clock that ran ahead does not hide what arrives now', () => {
  const now = at('12:00:30.500');
  expect(sinceOf(at('11:59:00'), now)).toEqual(at('11:59:00'));
  expect(sinceOf(at('12:01:00'), now)).toEqual(at('12:01:00'));
  expect(sinceOf(new Date('2026-05-02T12:00:00Z'), now)).toEqual(at('11:00:00'));
});
