import type { Severity } from '#kernel/outcome.ts';
import type { Shop } from '#registry/types.ts';
import type { Change } from './change.ts';
import type { PaymentRule, PaysBy } from './payment-rules.ts';
import type { HeaderRow, HostRow, Inventory, ScriptRow } from './read-inventory.ts';

/** One look at the payment page in the period. */
export interface EvidenceLook {
  readonly at: Date;
  /** `looked`: the page was seen and judged. `not-seen`: it could not be reached or judged, which proves nothing. */
  readonly result: 'fine' | 'found' | 'not-seen' | 'unknown';
  readonly text: string;
}

/** Somebody was told of something on the payment page, and what came of it. */
export interface EvidenceAlert {
  readonly at: Date;
  readonly severity: Severity;
  readonly title: string;
  readonly goneAt: Date | null;
}

/** What a person did about the inventory. */
export interface EvidenceAct {
  readonly at: Date;
  readonly who: string;
  readonly what: 'authorised' | 'rejected' | 'withdrawn' | 'trusted' | 'untrusted';
  readonly keys: readonly string[];
  readonly reason: string;
}

/** The page as a browser showed it at the end of a look. */
export interface EvidencePicture {
  readonly at: Date;
  readonly url: string;
  readonly sha256: string;
  readonly jpeg: Uint8Array;
}

/** Everything that an assessor asks for, for one shop and period. */
export interface Evidence {
  readonly shop: Shop;
  readonly from: Date;
  readonly to: Date;
  readonly madeAt: Date;
  readonly paymentPage: string | null;
  readonly paysBy: PaysBy | null;
  readonly pspConfirmed: boolean;
  readonly rule: PaymentRule | null;
  readonly looks: readonly EvidenceLook[];
  /** The longest time in the period without a look that saw the page, in days with a decimal; `null`: there was none. */
  readonly longestGapDays: number | null;
  /** The newest pictures of the page in the period, as JPEG. */
  readonly pictures: readonly EvidencePicture[];
  readonly scripts: readonly ScriptRow[];
  readonly hosts: readonly HostRow[];
  readonly headers: readonly HeaderRow[];
  readonly vendors: Inventory['vendors'];
  readonly looked: boolean;
  readonly changes: readonly (Change & { readonly at: Date })[];
  readonly alerts: readonly EvidenceAlert[];
  readonly acts: readonly EvidenceAct[];
  /** Names of people by their ids, as far as they are known. */
  readonly names: ReadonlyMap<string, string>;
  /** Lists that were cut because they were too long. */
  readonly cut: readonly ('looks' | 'changes' | 'alerts' | 'acts')[];
}

/** The longest time without a look, in days: from the start of the period, or of the shop if later, to its end. Pure. */
export function longestGap(looks: readonly EvidenceLook[], from: Date, to: Date): number | null {
  const seen = looks.filter(({ result }) => result === 'fine' || result === 'found').map(({ at }) => at.getTime());
  if (seen.length === 0) return null;
  const times = [from.getTime(), ...seen.sort((a, b) => a - b), to.getTime()];
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return Math.round((Math.max(...gaps) / 86_400_000) * 10) / 10;
}
