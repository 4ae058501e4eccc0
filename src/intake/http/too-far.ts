import { DAY } from '#kernel/time.ts';

/** Why something of that time (ms since 1970, `null`: it does not say) is not stored; `''` when it may be. */
export function tooFar(at: number | null, context: { readonly now: Date; readonly maxAgeMs: number }): string {
  if (at === null) return '';
  const age = context.now.getTime() - at;
  if (age < -DAY) return 'from the future';
  return age > context.maxAgeMs ? 'too old' : '';
}
