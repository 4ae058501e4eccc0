import type { Sent, SentPurpose } from '../../account-look.ts';

/** Everything that one inspection may send that is no plain page view. */
const POST_CAP = 12;

/** Counts what is sent: the cap holds for the whole inspection, whatever each part would like. */
export interface PostBook {
  left(): number;
  /** Notes one that is about to leave; `false`: it must not. */
  take(purpose: SentPurpose, to: string): boolean;
  list(): readonly Sent[];
}

export function openPostBook(cap: number = POST_CAP): PostBook {
  const sent = new Map<string, Sent>();
  let taken = 0;
  return {
    left: () => cap - taken,
    take(purpose, to) {
      if (taken >= cap) return false;
      taken += 1;
      const key = `${purpose} ${to}`;
      sent.set(key, { purpose, to, times: (sent.get(key)?.times ?? 0) + 1 });
      return true;
    },
    list: () => [...sent.values()],
  };
}
