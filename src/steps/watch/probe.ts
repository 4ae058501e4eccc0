import { ShopbellError } from '#kernel/errors.ts';
import { withoutSecrets } from './checks/fill-in.ts';
import type { Looked, Outside, Situation } from './kinds/kind.ts';
import { lookWith, type Target } from './kinds/kinds.ts';

/** Refusals by our own rule, or of this machine: they say nothing about the target. */
const OURS: ReadonlySet<string> = new Set(['TARGET_PRIVATE', 'INPUT_INVALID', 'WIRE_NOT_HERE', 'SQL_REFUSED']);

/** Looks once. Never throws for what the target does. */
export async function probe(outside: Outside, target: Target, situation: Situation): Promise<Looked> {
  try {
    return await lookWith(outside, target, situation);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError)) throw thrown;
    const ours = OURS.has(thrown.code);
    const reason = withoutSecrets(String((ours ? null : thrown.details.reason) ?? thrown.message), situation.secrets);
    return { judged: { saw: ours ? 'unknown' : 'down', reason }, reach: 'unreachable', ms: null, phases: {} };
  }
}
