import { describe, expect, it } from 'vitest';
import { computeDeadline, laterReading } from './compute-deadline.ts';

/** Awareness, strict deadline and the later reading, each with its offset. */
const vectors = [
  ['2026-11-20T16:20:00+01:00', '2026-11-23T16:20:00+01:00', '2026-11-23T17:00:00+01:00'],
  ['2026-10-23T10:00:00+02:00', '2026-10-26T09:00:00+01:00', '2026-10-26T10:00:00+01:00'],
  ['2026-03-27T10:00:00+01:00', '2026-03-30T11:00:00+02:00', '2026-03-30T12:00:00+02:00'],
  ['2026-12-24T18:05:00+01:00', '2026-12-27T18:05:00+01:00', '2026-12-27T19:00:00+01:00'],
  ['2026-04-03T09:30:00+02:00', '2026-04-06T09:30:00+02:00', '2026-04-06T10:00:00+02:00'],
] as const;

describe('the deadline', () => {
  it.each(vectors)('%s + 72 h = %s', (aware, strict) => {
    expect(computeDeadline(new Date(aware), 72)).toEqual(new Date(strict));
  });

  it.each(vectors)('the later reading of %s is never before the strict one', (aware, strict, later) => {
    const read = laterReading(new Date(aware), 72);
    expect(read.getTime()).toBeGreaterThanOrEqual(new Date(strict).getTime());
    expect(read).toEqual(new Date(later));
  });

  it('counts other terms the same way', () => {
    expect(computeDeadline(new Date('2026-11-20T16:20:00+01:00'), 96)).toEqual(new Date('2026-11-24T16:20:00+01:00'));
    expect(computeDeadline(new Date('2026-11-20T16:20:00+01:00'), 24)).toEqual(new Date('2026-11-21T16:20:00+01:00'));
  });
});
