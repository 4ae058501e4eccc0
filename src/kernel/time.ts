export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A half-open span of time: from is inside, to is not. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
