import type { House } from '#engines/house.ts';
import type { Authorised, DomainAge, Inspection } from '../inspection.ts';
import type { TestAccounts } from './accounts/test-accounts.ts';

/** The only engines that collectors use. */
export type Outside = Pick<House, 'http' | 'browser' | 'journeys' | 'resolver' | 'clock' | 'random'>;

/** A picture of the page that was open at the end of a look. */
export interface PagePicture {
  /** Without query. */
  readonly url: string;
  readonly jpeg: Uint8Array;
}

export interface CollectOptions {
  /** Origin or page of the shop. */
  readonly url: string;
  readonly allowPrivate: boolean;
  /** Whether the owner’s control of the shop is proven. */
  readonly controlled: boolean;
  /** Path or address of the payment page, if one is to be looked at. */
  readonly paymentPage: string | null;
  /** Whether to look for a link to the payment page on the home page when none is named. */
  readonly findPaymentPage?: boolean;
  /** A Playwright file that leads to the payment page; `null`: it is found. */
  readonly journey?: string | null;
  /** Country of the shop's customers (`PL`) and its time zone: one of the looks at the payment page presents itself so. */
  readonly country?: string;
  readonly timeZone?: string;
  readonly authorised: Authorised | null;
  /** Other domains that the owner holds. */
  readonly ownDomains?: readonly string[];
  /** The only parts of the inspection that are wanted; without it all. */
  readonly parts?: ReadonlySet<keyof Inspection>;
  /** Test accounts of the owner; used only with proven control. */
  readonly accounts?: TestAccounts | null;
  /** Ages of names that an earlier inspection learnt. */
  readonly ages?: ReadonlyMap<string, DomainAge>;
  /** Gets a picture of the payment page at the end of each look. */
  readonly onPicture?: (picture: PagePicture) => void;
  /** Requests a second; default 2, with control 4, on loopback 5. */
  readonly perSecond?: number;
}

/** Names the program and how a site keeps it away. */
export const USER_AGENT = 'Shopbell/0.1 (security check for the owner of this shop; opt out in robots.txt with "User-agent: Shopbell")';
