import type { PracticeShop } from '../open-practice-shop.ts';

/** What an attack really did, told by the attacker: the yardstick for every detection. */
export interface AttackTruth {
  readonly attack: string;
  /** Instant before the first request, and after the last answer. */
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly addresses: readonly string[];
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly read: {
    /** Order numbers whose pages were answered with the order. Sorted. */
    readonly orders: readonly string[];
    /** Customers whose data was in an answer, by the shop's ids. Sorted. */
    readonly customers: readonly string[];
  };
  /** Customer ids of accounts that others got into. */
  readonly accountsTakenOver: readonly string[];
  /** Ids of accounts that the attacker made. */
  readonly accountsMade: readonly string[];
}

export interface AttackOptions {
  readonly signal?: AbortSignal;
  readonly seed?: number | string;
}

/** Collects the truth while an attack runs. */
export interface Tally {
  answered<A extends { readonly status: number }>(answer: A, address: string): A;
  order(number: string, customer: string | undefined): void;
  customer(id: string): void;
  takenOver(id: string): void;
  made(id: string): void;
  /** The instants are the clock's unless told (for logs that are only written). */
  finish(times?: { readonly startedAt: Date; readonly endedAt: Date }): AttackTruth;
}

export function openTally(attack: string): Tally {
  const startedAt = new Date();
  const addresses = new Set<string>();
  const statuses: Record<string, number> = {};
  const orders = new Set<string>();
  const customers = new Set<string>();
  const taken = new Set<string>();
  const accounts = new Set<string>();
  let requests = 0;
  let endedAt = startedAt;
  return {
    answered(answer, address) {
      requests++;
      endedAt = new Date();
      addresses.add(address);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      return answer;
    },
    order(number, customer) {
      orders.add(number);
      if (customer) customers.add(customer);
    },
    customer: (id) => void customers.add(id),
    takenOver: (id) => void taken.add(id),
    made: (id) => void accounts.add(id),
    finish: (times) => ({
      attack,
      startedAt: times?.startedAt ?? startedAt,
      endedAt: times?.endedAt ?? endedAt,
      addresses: [...addresses],
      requests,
      statuses,
      read: { orders: [...orders].sort(), customers: [...customers].sort() },
      accountsTakenOver: [...taken].sort(),
      accountsMade: [...accounts].sort(),
    }),
  };
}

/** Attacks only ever run against the practice shop that is running here. Throws for anything else. */
export async function refuseOthers(shop: Pick<PracticeShop, 'url' | 'runToken'>): Promise<void> {
  const { hostname, protocol } = new URL(shop.url);
  if (protocol !== 'http:' || !['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
    throw new Error(`Refused: ${shop.url} is not on this machine. Attacks are for the practice shop only.`);
  const answer = await fetch(`${shop.url}/.well-known/practice-shop`, { redirect: 'error', headers: { 'x-practice-client': '127.0.0.1' } });
  if ((await answer.text()) !== shop.runToken || !shop.runToken.startsWith('practice-shop '))
    throw new Error(`Refused: what answers at ${shop.url} is not the practice shop that was given.`);
}
