/** What was learned of a route that nobody described, from everybody who read few of its objects. */
export interface RouteHistory {
  /** Different objects that were read, and different readers. */
  readonly objects: number;
  readonly readers: number;
  /** Pairs of reader and object, and objects that one reader alone read. */
  readonly pairs: number;
  readonly single: number;
  /** Readers who had signed in. */
  readonly signed: number;
  /** Others to whom it was refused. */
  readonly refused: number;
}

/**
 * `people`: by its address it shows one person's record. `private`: its history says so: each object is read by one person, who had signed in, or
 * it is refused to others. `public`: for everybody. `unknown`: neither its words nor its history tell.
 */
export type RouteStanding = 'people' | 'private' | 'public' | 'unknown';

const ENOUGH = { readers: 20, objects: 10 } as const;
/** So many of the objects that somebody reads have no other reader, where each is one person's own. */
const OWN = { surely: 0.8, hardly: 0.5 } as const;
const SIGNED = 0.6;
const TIMES_USUAL = 2;
const REFUSED = 2;

/** What a route shows, by its words (`named`) and its history; `signedShare`: of all visitors those who sign in. */
export function judgeStanding(named: 'people' | 'public' | null, history: RouteHistory | null, signedShare: number): RouteStanding {
  const isTelling = history !== null && history.readers >= ENOUGH.readers && history.objects >= ENOUGH.objects;
  if (named === 'public') return 'public';
  if (!isTelling) return named ?? (history !== null && history.refused >= REFUSED ? 'private' : 'unknown');
  const own = history.single / Math.max(1, history.pairs);
  // What many people read is for everybody, whatever it is called.
  if (own < OWN.hardly && history.refused < REFUSED) return 'public';
  if (named === 'people') return 'people';
  const signed = history.signed / history.readers;
  const isClosed = history.refused >= REFUSED || (signed >= SIGNED && signed >= TIMES_USUAL * signedShare);
  return own >= OWN.surely && isClosed ? 'private' : 'unknown';
}
