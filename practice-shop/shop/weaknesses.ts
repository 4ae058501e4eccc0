/** Deliberate weaknesses, each a switch that can be set while the shop runs. */
export interface Weaknesses {
  /** Order pages and the API do not check who owns an order once somebody is signed in. */
  idor: boolean;
  /** Any number of sign-in attempts is answered. Off: ten failures a minute and address, then 429. */
  unlimitedSignIn: boolean;
  /** A database dump lies at `/backup.sql`. */
  dump: boolean;
  /** Session cookies without HttpOnly and SameSite. */
  bareCookies: boolean;
  /** No content policy, no `nosniff`, no framing rule, no referrer policy. */
  missingHeaders: boolean;
}

/** How the shop stands when nobody says otherwise: careless, but nothing has happened yet. */
export const usualWeaknesses: Readonly<Weaknesses> = {
  idor: true,
  unlimitedSignIn: true,
  dump: false,
  bareCookies: true,
  missingHeaders: true,
};
