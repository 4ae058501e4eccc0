import type { IncidentId, ShopId } from './ids.ts';
import type { MoneyAtRisk } from './money-at-risk.ts';
import type { Severity } from './outcome.ts';

/** An incident as other steps show it. */
export interface IncidentBrief {
  readonly id: IncidentId;
  readonly number: number;
  readonly shop: ShopId;
  readonly title: string;
  /** Somebody opened it by hand: its title is in their words. */
  readonly isByPerson: boolean;
  readonly severity: Severity;
  readonly firstSeen: Date;
  readonly acknowledgedAt: Date | null;
  /** When everything that it is about was fine again. */
  readonly recoveredAt: Date | null;
  readonly closedAt: Date | null;
  readonly risk: MoneyAtRisk;
  /** What it costs in a minute, in words; `null`: nothing is said to be at risk now. */
  readonly atRisk: string | null;
  /** What it cost so far, in words; `null`: nothing that could be told. */
  readonly cost: string | null;
}

/** Which incidents: those that are open, or all that went on between two instants. */
export type IncidentsAsked = 'open' | { readonly from: Date; readonly to: Date };

/** Gives texts of a language: the message of a key with its values. */
export interface Wording {
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly locale: string;
}
