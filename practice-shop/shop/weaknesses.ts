/** Deliberate weaknesses, each a switch that can be set while the shop runs. */
export interface Weaknesses {
  /** Order pages and the API do not check who owns an order once somebody is signed in. */
  idor: boolean;
  /** Any number of sign-in attempts is answered. Off: six failures a minute and address, then 429. */
  unlimitedSignIn: boolean;
  /** A database dump lies at `/backup.sql`. */
  dump: boolean;
  /** Session cookies without HttpOnly and SameSite. */
  bareCookies: boolean;
  /** No content policy, no `nosniff`, no framing rule, no referrer policy. */
  missingHeaders: boolean;
  /** The sign-in says whether it was the mail address or the password that was wrong. */
  signInTells: boolean;
  /** The sign-in takes longer for an account that exists, as one does that hashes the password only then. */
  signInTellsByTime: boolean;
  /** The form for a new password says whether there is such an account. */
  resetTells: boolean;
  /** Whoever signs in keeps the session that the browser had before. */
  fixation: boolean;
  /** Signing out takes the cookie away and leaves the session alive. */
  lastingSessions: boolean;
  /** Order pages are shown to everybody, without a session. */
  openOrders: boolean;
  /** Pages of an account may be kept by caches. */
  cachedAccounts: boolean;
  /** The password is changed without asking for the old one. */
  changeWithoutOld: boolean;
}

/** How the shop stands when nobody says otherwise: careless, but nothing has happened yet. */
export const usualWeaknesses: Readonly<Weaknesses> = {
  idor: true,
  unlimitedSignIn: true,
  dump: false,
  bareCookies: true,
  missingHeaders: true,
  signInTells: false,
  signInTellsByTime: false,
  resetTells: false,
  fixation: false,
  lastingSessions: false,
  openOrders: false,
  cachedAccounts: true,
  changeWithoutOld: false,
};
