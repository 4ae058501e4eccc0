import { expect, it } from 'vitest';
import { whyNoTimeOfTelling } from './time-of-telling.ts';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);

it.each([
  ['within the term', '13:00:00', null],
  ['in the very minute, of which a form tells no seconds', '12:47:00', null],
  ['before anybody knew', '12:46:59', 'before its clock began (2026-11-20T12:47:03.000Z)'],
  ['to come', '14:00:01', 'in the future'],
])('somebody told %s', (_what, time, why) => {
  const found = whyNoTimeOfTelling(at(time), at('12:47:03'), at('14:00:00'));
  if (why === null) expect(found).toBeNull();
  else expect(found).toContain(why);
});
