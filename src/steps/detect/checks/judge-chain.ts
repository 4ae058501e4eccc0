import type { Severity } from '#kernel/outcome.ts';
import { DAY } from '#kernel/time.ts';

/** Something that a new back-office account, or whoever made it, did. `account` is the account that is new, in all three. */
export interface ChainStep {
  readonly at: number;
  readonly step: 'created' | 'changed' | 'exported';
  readonly account: string;
}

export interface Chain {
  readonly account: string;
  readonly created: number;
  readonly changed: number | null;
  readonly exported: number | null;
  readonly level: Severity;
}

/**
 * What accounts did in the 24 hours after they were made. Made, then a change of the shop, then an export: critical. An export without
 * a change before it: high. Only a change: medium. An account that was only made is no news.
 */
export function judgeChains(steps: readonly ChainStep[]): Chain[] {
  const sorted = [...steps].sort((a, b) => a.at - b.at);
  const chains = new Map<string, Chain>();
  for (const { at, step, account } of sorted) {
    const open = chains.get(account);
    if (step === 'created') {
      if (open === undefined) chains.set(account, { account, created: at, changed: null, exported: null, level: 'info' });
    } else if (open !== undefined && at - open.created <= DAY) {
      if (step === 'changed') chains.set(account, { ...open, changed: open.changed ?? at });
      else chains.set(account, { ...open, exported: at });
    }
  }
  return [...chains.values()].flatMap((chain) => {
    const level = levelOf(chain);
    return level === null ? [] : [{ ...chain, level }];
  });
}

function levelOf({ changed, exported }: Chain): Severity | null {
  if (exported !== null) return changed !== null && changed <= exported ? 'critical' : 'high';
  return changed === null ? null : 'medium';
}
