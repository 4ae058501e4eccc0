import type { RunningShopbell } from '#app/start-shopbell.ts';
import type { AttackTruth } from '#practice-shop/attacks/attack-truth.ts';
import type { PracticeShop } from '#practice-shop/open-practice-shop.ts';
import type { LedgerFollower } from './follow-ledger.ts';
import type { Rehearsal } from './set-up-shop.ts';
import type { Way } from './walk-the-way.ts';

/** What the stations are compared with, and where to look. */
export interface Evidence {
  readonly running: RunningShopbell;
  readonly rehearsal: Rehearsal;
  readonly ledger: LedgerFollower;
  readonly practice: PracticeShop;
  readonly truth: AttackTruth;
  readonly way: Way;
}
