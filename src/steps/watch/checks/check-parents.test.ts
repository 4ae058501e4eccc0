import { describe, expect, it } from 'vitest';
import type { CheckId } from '#kernel/ids.ts';
import { checkParents } from './check-parents.ts';
import { findBehind } from './find-behind.ts';

const id = (name: string): CheckId => `chk_${name}`;
const parents = new Map<CheckId, readonly CheckId[]>([
  [id('gateway'), []],
  [id('shop'), [id('gateway')]],
  [id('cart'), [id('shop')]],
  [id('feed'), []],
]);

describe('what a check depends on', () => {
  it('must be there and must not lead back', () => {
    expect(() => checkParents(id('new'), [id('cart')], parents)).not.toThrow();
    expect(() => checkParents(id('new'), [id('gone')], parents)).toThrow(/there is no check chk_gone/);
    expect(() => checkParents(id('gateway'), [id('cart')], parents)).toThrow(/cannot depend on itself/);
    expect(() => checkParents(id('gateway'), [id('gateway')], parents)).toThrow(/cannot depend on itself/);
  });

  it('names the one furthest up that is down', () => {
    const behind = (down: string[]) => findBehind(id('cart'), parents, (check) => down.map(id).includes(check));
    expect(behind([])).toBeNull();
    expect(behind(['feed'])).toBeNull();
    expect(behind(['shop'])).toBe(id('shop'));
    expect(behind(['shop', 'gateway'])).toBe(id('gateway'));
    expect(behind(['gateway'])).toBe(id('gateway'));
  });
});
