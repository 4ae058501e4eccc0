import { describe, expect, it } from 'vitest';
import { addMs, MINUTE } from '#kernel/time.ts';
import { faultOfProof, judgeProof } from './judge-proof.ts';

const start = new Date('2026-11-30T12:03:00Z');
const order = (minutes: number, ...told: string[]) => ({ at: addMs(start, minutes * MINUTE), told: new Set(told) });
const at = (minutes: number) => addMs(start, minutes * MINUTE);
const wanted = ['shop placed', 'erp', 'shop cancelled'];

describe('judgeProof', () => {
  it('waits until an order has had its time', () => {
    expect(judgeProof([], wanted, 10 * MINUTE, at(0))).toBeNull();
    expect(judgeProof([order(0)], wanted, 10 * MINUTE, at(9))).toBeNull();
    expect(judgeProof([order(0, 'shop placed')], wanted, 10 * MINUTE, at(10))).toBe(
      'the test order of 12:03 UTC is not proven after 10 min: nobody told erp, shop cancelled',
    );
  });

  it('is content with any step of a system that is named alone', () => {
    expect(judgeProof([order(0, 'shop placed', 'erp exported', 'shop cancelled')], wanted, 10 * MINUTE, at(60))).toBeNull();
    expect(judgeProof([order(0, 'shop placed', 'erpx exported', 'shop cancelled')], wanted, 10 * MINUTE, at(60))).toMatch(/told erp$/);
  });

  it('is over with the next order that goes well, and begins again with the next that does not', () => {
    const failed = order(0, 'shop placed');
    const fine = order(5, 'shop placed', 'erp exported', 'shop cancelled');
    expect(judgeProof([failed, fine], wanted, 10 * MINUTE, at(12))).toBeNull();
    expect(judgeProof([failed, fine, order(6)], wanted, 10 * MINUTE, at(12))).toBeNull();
    expect(judgeProof([failed, fine, order(6)], wanted, 10 * MINUTE, at(16))).toMatch(/12:09/);
  });
});

describe('faultOfProof', () => {
  it.each([
    ['shop placed', null],
    ['erp', null],
    ['shop', null],
    ['bank paid', /begins with who/],
    ['shop sold', /names a step/],
    ['shop placed twice', /names a step/],
  ])('%s', (line, fault) => {
    if (fault === null) expect(faultOfProof(line)).toBeNull();
    else expect(faultOfProof(line)).toMatch(fault);
  });
});
