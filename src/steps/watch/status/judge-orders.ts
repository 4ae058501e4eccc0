import type { Severity } from '#kernel/outcome.ts';
import { MINUTE } from '#kernel/time.ts';
import type { LookResult } from '../orders/look-result.ts';
import type { StatusPart } from './status-words.ts';

/** An open trouble of a shop's orders. `subject` names what fell silent or fails: `step shop placed`, `method blik`, `carrier dhl`. */
export interface OpenTrouble {
  readonly trouble: string;
  readonly subject: string;
  readonly orders: number;
  readonly severity: Severity;
}

/** One customer's order is no trouble of everybody's: from so many on, a link between two systems is broken. */
const MANY = 10;
/** A look that is older says nothing of now. */
const RECENT = 10 * MINUTE;

const ofKind: Readonly<Record<string, StatusPart>> = {
  'paid-not-noticed': 'paying',
  'paid-twice': 'paying',
  'missing-at-provider': 'paying',
  'label-failed': 'delivery',
  'not-shipped': 'delivery',
  'missing-at-courier': 'delivery',
  'not-delivered': 'delivery',
};

/** What the open troubles and the last look say of each part that orders can say anything of. `null`: nothing. Pure. */
export function judgeOrders(
  troubles: readonly OpenTrouble[],
  look: { readonly at: Date; readonly result: Pick<LookResult, 'rhythm'> } | null,
  now: Date,
): Readonly<Record<StatusPart, 'fine' | 'trouble' | null>> {
  const isRecent = look !== null && now.getTime() - look.at.getTime() <= RECENT;
  const troubled = new Set(isRecent ? troubles.map(partOfTrouble) : []);
  const judged = new Set(
    isRecent ? look.result.rhythm.filter(({ state }) => state !== 'unknown').map(({ key }) => partOf(key.what, key.name)) : [],
  );
  const say = (part: StatusPart) => (troubled.has(part) ? 'trouble' : judged.has(part) ? 'fine' : null);
  return { ordering: say('ordering'), paying: say('paying'), delivery: say('delivery'), account: null };
}

function partOfTrouble({ trouble, subject, orders, severity }: OpenTrouble): StatusPart | null {
  if (severity === 'low' || severity === 'info') return null;
  if (trouble !== 'silent' && trouble !== 'low' && trouble !== 'failing') return orders >= MANY ? (ofKind[trouble] ?? null) : null;
  const [what = '', ...name] = subject.split(' ');
  return partOf(what, name.join(' '));
}

function partOf(what: string, name: string): StatusPart | null {
  if (what === 'method') return 'paying';
  if (what === 'carrier') return 'delivery';
  if (name.endsWith(' placed')) return 'ordering';
  if (/ (paid|authorised)$/.test(name)) return 'paying';
  return / (labelled|handed-over|delivered)$/.test(name) ? 'delivery' : null;
}
