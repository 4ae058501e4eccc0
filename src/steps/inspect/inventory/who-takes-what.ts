import { judgeThieves } from '../checks/payment/judge-thieves.ts';
import { type Authorised, type PaymentPage, scriptKey } from '../inspection.ts';
import { isPaymentHost } from '../payment-hosts.ts';

/** One script of the payment page and what it did while made-up values were typed. */
export interface Taker {
  /** Key of the script; `null`: the browser did not tell which. */
  readonly script: string | null;
  /** Fields that it read. */
  readonly reads: readonly string[];
  /** Hosts to which what was typed went, with the fields. */
  readonly tells: readonly {
    readonly host: string;
    readonly fields: readonly string[];
    readonly standing: 'thief' | 'payment' | 'other';
  }[];
  /** What else speaks about it: tricks, and what its source looks like. */
  readonly notes: readonly string[];
  readonly isThief: boolean;
}

/** Who read which fields and told whom, thieves first. Listening alone is left out: nearly every script of a form listens. Pure. */
export function whoTakesWhat(page: PaymentPage, authorised: Authorised | null): Taker[] {
  const thieves = judgeThieves(page, authorised);
  const thiefHosts = new Set(thieves.map(({ to }) => to));
  const thiefScripts = new Set(thieves.flatMap(({ scripts }) => scripts));
  const reads = Map.groupBy(
    page.uses.filter(({ how }) => !how.startsWith('listens')),
    ({ script }) => script,
  );
  const tells = Map.groupBy(page.leaks, ({ script }) => script);
  const keys = new Set([...reads.keys(), ...tells.keys(), ...page.tricks.map(({ script }) => script)]);
  return [...keys]
    .map((script): Taker => {
      const told = Map.groupBy(tells.get(script) ?? [], ({ host }) => host);
      return {
        script,
        reads: unique((reads.get(script) ?? []).map(({ field }) => field)),
        tells: [...told].map(([host, leaks]) => ({
          host,
          fields: unique(leaks.map(({ field }) => field)),
          standing: thiefHosts.has(host) ? 'thief' : isPaymentHost(host) ? 'payment' : 'other',
        })),
        notes: unique([
          ...page.tricks.filter((trick) => trick.script === script).map(({ what, detail }) => `${what}: ${detail}`),
          ...page.scripts.filter((item) => scriptKey(item) === script).flatMap(({ signs }) => signs),
        ]),
        isThief: (script !== null && thiefScripts.has(script)) || [...told.keys()].some((host) => thiefHosts.has(host)),
      };
    })
    .sort((a, b) => Number(b.isThief) - Number(a.isThief) || b.tells.length - a.tells.length || b.reads.length - a.reads.length);
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
