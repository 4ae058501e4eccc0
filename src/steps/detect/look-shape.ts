import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { Finding, Recall, Usual } from './finding.ts';
import type { Arrivals } from './new-rows.ts';
import type { CostBook } from './sigma/cost-book.ts';
import type { Turns } from './take-turns.ts';
import type { CrawlerMemory } from './verify-crawlers.ts';

/** What is remembered from look to look. */
export interface LookMemory {
  readonly turns: Turns;
  usual: { readonly at: number; readonly value: Usual } | null;
  /** What each looker told, by name. */
  readonly recalls: Map<string, Recall>;
  /** Findings that were told as they are: nothing is left to do about them. */
  readonly told: WeakSet<Finding>;
  readonly crawlers: CrawlerMemory;
  /** What rules cost, and since when (ticks) it was not written down. */
  costs: { readonly book: CostBook; keptAt: number } | null;
  /** Who tells now, and how often something was told. */
  telling: Promise<unknown>;
  tellings: number;
}

/** One look at one shop. `since`: who has not looked yet begins here. `newest`: what had arrived when it began. */
export interface Look {
  readonly house: House;
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly since: Date;
  readonly newest: Arrivals;
  readonly memory: LookMemory;
}
