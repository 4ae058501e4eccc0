import { timingSafeEqual } from 'node:crypto';

/** Whether two hex digests are equal, in a time that tells nothing about where they differ. */
export function equalDigests(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}
