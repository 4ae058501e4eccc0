import { describe, expect, it } from 'vitest';
import { sayCall } from './say-call.ts';

describe('sayCall', () => {
  it('writes a call as it stands in the file', () => {
    const buy = [['page'], ['getByRole', ['button', { name: { $regex: ['buy', 'i'] } }]], ['first', []]] as const;
    expect(sayCall(buy, 'click', [])).toBe("getByRole('button', { name: /buy/i }).first().click()");
    expect(sayCall([['page']], 'goto', ['/'])).toBe("goto('/')");
    expect(sayCall(buy, 'toBeVisible', [], { not: true })).toBe("expect(getByRole('button', { name: /buy/i }).first()).not.toBeVisible()");
    expect(sayCall([['page2']], 'toHaveTitle', ['x'], { not: false })).toBe("expect(page).toHaveTitle('x')");
    expect(sayCall([['page'], ['locator', ['tr']], ['filter', [{ has: { $path: [['page'], ['getByText', ['a']]] } }]]], 'count', [])).toBe(
      "locator('tr').filter({ has: page.getByText('a') }).count()",
    );
  });

  it('cuts what is long and deep', () => {
    expect(sayCall([['page']], 'fill', ['x'.repeat(500)])).toHaveLength(89);
    expect(sayCall([['page']], 'evaluate', [{ $function: '() => 1' }, { a: { b: { c: { d: { e: 1 } } } } }])).toBe(
      'evaluate(() => …, { a: { b: { c: { d: … } } } })',
    );
  });
});
