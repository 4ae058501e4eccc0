import type { Got } from './exchange.ts';

/** What was seen of customers' accounts. No address, password, cookie value or order of anybody is in it. */
export interface AccountLook {
  /** Test accounts that the owner gave. */
  readonly given: 'none' | 'one' | 'two';
  /** Whether the owner agreed to several wrong passwords in a row, which may lock the test account for a while. */
  readonly mayLock: boolean;
  readonly signIn: Got<FormPage>;
  /** `null`: no link leads to one. */
  readonly register: Got<FormPage> | null;
  readonly reset: Got<FormPage> | null;
  readonly tracking: Got<FormPage> | null;
  /** Wrong passwords, in the order in which they were tried; `null`: not done. */
  readonly tries: Got<Tries> | null;
  readonly resets: Got<Tries> | null;
  /** The letter with which customers get a new password; `null`: not looked at. Absent in looks of earlier versions. */
  readonly letters?: Got<LetterLook> | null;
  readonly session: Got<SessionLook> | null;
  readonly orders: Got<readonly OrderLook[]> | null;
  /** Everything that was sent and was no plain page view. */
  readonly sent: readonly Sent[];
}

/** What we sent: for which purpose, to which path, how many times. */
export interface Sent {
  readonly purpose: SentPurpose;
  readonly to: string;
  readonly times: number;
}

export type SentPurpose = 'sign-in' | 'wrong-password' | 'reset' | 'sign-out';

export interface FormPage {
  readonly url: string;
  readonly status: number;
  readonly form: FormFacts;
  /** What keeps machines away from it, as far as it shows. */
  readonly captcha: string | null;
  /** What is offered beside the password: `words`, `passkey calls`, `one-time-code field`. */
  readonly factors: readonly string[];
  /** Lines of the page that speak of the password's length or form. */
  readonly rules: readonly string[];
}

interface FormFacts {
  /** Address that the form sends to, without query; that of the page when the form names none. */
  readonly action: string;
  readonly method: 'get' | 'post';
  /** Whether the form names a method or an action itself: else scripts send it. */
  readonly plain: boolean;
  /** Name of the field, meta tag or cookie that holds a token against forged requests. */
  readonly token: string | null;
  readonly passwords: readonly PasswordField[];
  /** Names or types of the other fields that people fill in. */
  readonly asks: readonly string[];
}

export interface PasswordField {
  readonly name: string;
  readonly autocomplete: string;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly pattern: boolean;
  readonly pasteBlocked: boolean;
}

export interface Tries {
  readonly list: readonly Try[];
  /** Whether the page read the same at each visit before anything was sent: else what it says afterwards may differ by itself. */
  readonly steady: boolean;
  /** Why it ended earlier than planned, or null. */
  readonly ended: string | null;
}

/** One wrong password, or one request for a new one. */
export interface Try {
  readonly who: 'own' | 'invented';
  readonly status: number;
  /** Path of the page that was shown afterwards. */
  readonly path: string;
  /** What the page said that it had not said before; addresses, long numbers and codes are masked. */
  readonly said: string;
  /** Names of the answer's headers and cookies, sorted, in one line. */
  readonly headers: string;
  /** From the request's last byte to the answer's first, ms; `null`: not measured. */
  readonly ms: number | null;
  /** The first sign of a limit. */
  readonly sign: LimitSign | null;
}

export type LimitSign = 'refused (429)' | 'captcha' | 'locked' | 'limited';

export interface SessionCookie {
  readonly name: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** As the shop declared it; empty when it did not. */
  readonly sameSite: string;
  /** Whether its value is the one from before the sign-in. */
  readonly kept: boolean;
}

export interface SessionLook {
  /** Path of the page behind the sign-in. */
  readonly account: string;
  /** Cookies that the sign-in brought or changed, or that were there before. */
  readonly cookies: readonly SessionCookie[];
  /** How many of them were there before. */
  readonly before: number;
  /** Whether the cookies alone are signed in in another browser that calls itself a phone. */
  readonly carried: Got<boolean>;
  /** Whether the cookies from before the sign-in, with their old values, are signed in now. */
  readonly fixed: Got<boolean>;
  /** Whether the cookies are still signed in after a sign-out. */
  readonly survives: Got<boolean>;
  readonly pages: readonly { readonly what: 'account' | 'order'; readonly path: string; readonly cacheControl: string }[];
  /** The form that changes the password; `null`: none was found. */
  readonly change: { readonly path: string; readonly asksOld: boolean; readonly passwords: readonly PasswordField[] } | null;
  readonly factors: readonly string[];
}

/** One own order's page, asked by others. */
export interface OrderLook {
  /** Its path; digits are `#`, letters of ids `x`. */
  readonly shape: string;
  readonly id: { readonly kind: 'number' | 'text'; readonly length: number; readonly bits: number };
  /** How much of what only this page says others were shown, 0 to 1. */
  readonly stranger: Got<Shown>;
  /** `null`: no second test account. */
  readonly other: Got<Shown> | null;
}

export interface Shown {
  readonly status: number;
  readonly share: number;
}

/** What the letter for a new password says, and what its link opens. No address, token or password is in it. */
export interface LetterLook {
  readonly isSpam: boolean;
  /** Whether the test account’s own password, or a new one, stands in the letter. */
  readonly password: 'own' | 'new' | null;
  /** Digits of the code that it gives; `null`: it gives none. */
  readonly code: number | null;
  /** `null`: it has no link for a new password. */
  readonly link: LetterLink | null;
  /** For how long the letter says that its link is good, hours; `null`: it does not say. */
  readonly hours: number | null;
  /** The host of a link when a made-up host stood in the headers of the request; `null`: the made-up one was in no link. */
  readonly poisoned: Got<string | null>;
}

export interface LetterLink {
  readonly host: string;
  readonly https: boolean;
  /** Whether it leads to the shop’s own site. */
  readonly own: boolean;
  readonly token: { readonly length: number; readonly bits: number; readonly madeOf: string | null };
  /** What opens when it is followed once, as the customer does. */
  readonly page: Got<{
    /** Whether it asks for the new password. */
    readonly asks: boolean;
    readonly status: number;
    /** Other sites that were given the link’s secret. */
    readonly told: readonly { readonly host: string; readonly how: 'referrer' | 'address' }[];
  }>;
  /** Of a second letter: whether its secret is the same, in how many characters it differs, and whether the first one’s link still opens. */
  readonly second: Got<{ readonly same: boolean; readonly differs: number; readonly firstOpens: boolean }>;
}
