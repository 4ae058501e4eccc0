import type { House } from '#engines/house.ts';
import type { Session } from '#engines/identity/types.ts';
import type { Scope } from '#engines/verb.ts';
import type { AssetUrls } from './asset-urls.ts';

/** The eight rooms, in the order in which a leak passes through them. */
export const steps = ['watch', 'inspect', 'detect', 'unmask', 'respond', 'decide', 'tell', 'teach'] as const;

export type StepName = (typeof steps)[number];

/** A place in the console's navigation. */
export type Place = 'overview' | StepName | 'settings';

export const locales = ['en', 'pl', 'de', 'ja'] as const;

export type Locale = (typeof locales)[number];

/** How something stands. `unknown` is hatched and never green; `calm` is news without urgency. */
export type Tone = 'ok' | 'warn' | 'bad' | 'calm' | 'unknown';

/** The text of a message key with its values filled in (ICU). Falls back to English, then to the key itself. */
export type Translate = (key: string, values?: Readonly<Record<string, string | number | boolean | Date | null | undefined>>) => string;

/** What the rail shows beside a place: how many things wait there (`count`, red), or a quiet word (`text`, already translated). */
export interface NavBadge {
  readonly count?: number;
  readonly text?: string;
}

export type NavBadges = Readonly<Partial<Record<Place, NavBadge>>>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/** What every route of the console finds in `c.var`. */
export interface WebEnv {
  /** What comes with a request from outside the routes. */
  Bindings: {
    /** The name of the public page that has this request's host to itself. */
    ownPage?: string;
  };
  Variables: {
    house: House;
    /** The organisation and the signed-in actor. On public pages the actor is a customer with the role `public`. */
    scope: Scope;
    t: Translate;
    locale: Locale;
    person: Person | null;
    nav: NavBadges;
    /** The token that forms carry back; `<Csrf/>` puts it in. */
    csrf: string;
    /** Addresses of style sheets and scripts with their hashes. */
    assets: AssetUrls;
    /** The address of whoever asks, as far as it can be known. */
    clientAddress?: string;
    /** IANA zone in which times are shown, e.g. `Europe/Warsaw`. UTC when absent. */
    timeZone?: string;
    /** What the organisation is called, for the rail. */
    orgName?: string;
    /** The signed-in person's session, on console pages. */
    session?: Session;
    /** Every organisation of the signed-in person. */
    organisations?: readonly { readonly id: string; readonly name: string }[];
  };
}
