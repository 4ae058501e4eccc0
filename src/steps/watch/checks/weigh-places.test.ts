import { describe, expect, it } from 'vitest';
import { type SeenElsewhere, weighPlaces } from './weigh-places.ts';

const down = { at: new Date('2026-11-30T03:00:00Z'), saw: 'down' as const, reason: 'answered 503' };
const weigh = (...elsewhere: SeenElsewhere[]) => {
  const { saw, reason } = weighPlaces(down, elsewhere);
  return `${saw}: ${reason}`;
};

describe('what other places see', () => {
  it('makes down surer, takes it back, or says nothing', () => {
    expect(weigh()).toBe('down: answered 503');
    expect(weigh({ place: 'Office', saw: 'down' })).toBe('down: answered 503 (so it is from Office)');
    expect(weigh({ place: 'Office', saw: 'up' })).toBe('unknown: from Office it is up, from here not: answered 503');
    expect(weigh({ place: 'Office', saw: 'unknown' })).toBe('down: answered 503');
    expect(weigh({ place: 'Office', saw: 'up' }, { place: 'Warsaw', saw: 'down' })).toBe('down: answered 503 (so it is from Warsaw)');
  });

  it('changes nothing of what is up', () => {
    const up = { ...down, saw: 'up' as const };
    expect(weighPlaces(up, [{ place: 'Office', saw: 'down' }])).toEqual(up);
  });
});
