import { HOUR } from '#kernel/time.ts';

/** Failed sign-ins of one hour of which the shop says why they failed. */
export interface NamesInHour {
  /** Start of the hour, ms since 1970. */
  readonly hour: number;
  /** Failures with a reason, and of these, those with a name that the shop does not know. */
  readonly told: number;
  readonly unknown: number;
  /** Different addresses behind the unknown names. */
  readonly addresses: number;
}

const LOUD = { unknown: 40, addresses: 10, share: 0.3, cold: 0.5, timesUsual: 3 } as const;

/**
 * Stretches of hours in which far more names than usual are nobody's: lists of other sites are tried. Customers know their own name, on a
 * sale day as on any other; who sends a letter to old addresses brings twice the usual, not three times. `usual`: share of unknown names in
 * other weeks; `null`: nobody knows.
 */
export function judgeUnknownNames(hours: readonly NamesInHour[], usual: number | null): { readonly from: number; readonly to: number }[] {
  const least = usual === null ? LOUD.cold : Math.max(LOUD.share, LOUD.timesUsual * usual);
  const runs: { from: number; to: number }[] = [];
  for (const one of [...hours].sort((a, b) => a.hour - b.hour)) {
    if (one.unknown < LOUD.unknown || one.addresses < LOUD.addresses || one.unknown / one.told < least) continue;
    const run = runs.at(-1);
    if (run !== undefined && one.hour - run.to <= 2 * HOUR) run.to = one.hour + HOUR - 1;
    else runs.push({ from: one.hour, to: one.hour + HOUR - 1 });
  }
  return runs;
}

/** How an answer to a failed sign-in looked: status and length. */
export interface ShapeOfAnswer {
  readonly shape: string;
  /** So many failures with names that got in at another time: they exist. */
  readonly ofKnown: number;
  /** So many failures of the campaign. */
  readonly ofCampaign: number;
}

const TELLING = { known: 20, shapes: 3 } as const;

/**
 * The share of names that nobody has, when the shop does not say: where names that exist are always answered in one of a few shapes, an
 * answer of another shape was to a name that does not. `null`: the answers do not tell, which is no zero. Pure.
 */
export function unknownByShape(answers: readonly ShapeOfAnswer[]): number | null {
  const known = answers.filter((one) => one.ofKnown > 0);
  const total = answers.reduce((sum, one) => sum + one.ofCampaign, 0);
  if (total === 0 || known.length > TELLING.shapes || known.reduce((sum, one) => sum + one.ofKnown, 0) < TELLING.known) return null;
  const others = answers.filter((one) => one.ofKnown === 0 && one.ofCampaign > 0);
  // Shops that answer alike to both, as they should, say nothing; nor do pages that differ each time.
  if (others.length === 0 || others.length > TELLING.shapes) return null;
  return others.reduce((sum, one) => sum + one.ofCampaign, 0) / total;
}
