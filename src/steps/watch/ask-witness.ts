import type { House } from '#engines/house.ts';

/** Something that is nearly always reachable when we are: asked only when a target is not. */
export interface Witness {
  readonly host: string;
  readonly port: number;
}

export type WitnessAnswer = 'reachable' | 'unreachable' | 'none';

const FRESH_MS = 2_000;
/** Something of ours that answered so lately shows that our connection works. */
const LATELY_MS = 4_000;
const AGAIN_MS = 300_000;

/**
 * “Is it us?” Our own checks tell first: when another destination answered a moment ago, our connection works. Else the witnesses are asked, at
 * most every two seconds. Where no witness was ever reachable (a network without a way out) they prove nothing: then failures are believed,
 * unless nothing at all was ever reached.
 */
export function openWitness(house: Pick<House, 'http' | 'clock'>, witnesses: readonly Witness[]) {
  const answeredAt = new Map<string, number>();
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | null = null;
  let wasReached = false;
  const reach = async (): Promise<boolean> => {
    const tries = witnesses.map((one) => house.http.connect(one.host, one.port, { allowPrivate: true, timeoutMs: 3_000 }));
    const any = await Promise.any(tries).then(
      () => true,
      () => false,
    );
    wasReached ||= any;
    return any;
  };
  const askFresh = (freshMs: number): Promise<boolean> => {
    const now = house.clock.ticks();
    if (asked === null || now - asked.at > freshMs) asked = { at: now, answer: reach() };
    return asked.answer;
  };
  return {
    /** Whether our own connection works, for a destination that could not be reached. */
    ask: async (destination?: string): Promise<WitnessAnswer> => {
      if (witnesses.length === 0) return 'none';
      const now = house.clock.ticks();
      for (const [other, at] of answeredAt) if (other !== destination && now - at <= LATELY_MS) return 'reachable';
      if (await askFresh(FRESH_MS)) return 'reachable';
      return wasReached || answeredAt.size === 0 ? 'unreachable' : 'none';
    },
    answered: (destination: string): void => {
      if (answeredAt.size > 10_000) answeredAt.clear();
      answeredAt.set(destination, house.clock.ticks());
    },
    /** Asks now and then while all is well, so that it is known whether a witness can be reached at all. */
    keepFresh: (): void => {
      if (witnesses.length > 0) void askFresh(AGAIN_MS);
    },
  };
}
