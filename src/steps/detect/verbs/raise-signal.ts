import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { ShopId, SignalId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { SECOND } from '#kernel/time.ts';
import { hasGrown, keyOf } from '../checks/join-findings.ts';
import { signalGrew, signalRaised } from '../events.ts';
import { titleOf } from '../explain.ts';
import type { Finding } from '../finding.ts';
import { findingShape } from '../finding-shape.ts';
import { findingOf, takeSignal } from '../store.ts';
import { detectTables } from '../tables.ts';

/** A growing signal speaks up at most this often. */
const PAUSE = 5 * SECOND;

export interface Raised {
  readonly signal: SignalId | null;
  readonly what: 'raised' | 'grew' | 'unchanged' | 'later';
}

/**
 * Raises a signal for a finding, or lets the signal `known` grow to it. A finding that was raised already changes nothing;
 * `later` means that it grew but spoke up a moment ago, so the caller must come back.
 */
export const raiseSignal = defineVerb({
  name: 'detect.raise-signal',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), finding: findingShape, known: idShape('sig').nullable() }),
  run: async (ctx, input): Promise<Raised> => {
    const finding = input.finding as Finding;
    return input.known === null ? raise(ctx, input.shop, finding) : grow(ctx, input.shop, finding, input.known);
  },
});

async function raise(ctx: Ctx, shop: ShopId, finding: Finding): Promise<Raised> {
  const id = ctx.newId('sig');
  const made = await detectTables(ctx.db)
    .insertInto('detect_signals')
    .values({
      org_id: ctx.org,
      id,
      shop_id: shop,
      key: keyOf(finding),
      raised_at: ctx.now,
      feedback: null,
      feedback_by: null,
      feedback_at: null,
      ...columnsOf(ctx, finding),
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) return asUnchanged({ signal: null, what: 'unchanged' });
  await ctx.record(signalRaised, payloadOf(id, shop, finding), id);
  return { signal: id, what: 'raised' };
}

async function grow(ctx: Ctx, shop: ShopId, finding: Finding, known: SignalId): Promise<Raised> {
  const row = await takeSignal(ctx.db, known);
  if (!hasGrown(findingOf(row), finding)) return asUnchanged({ signal: known, what: 'unchanged' });
  if (ctx.now.getTime() - row.grew_at.getTime() < PAUSE) return asUnchanged({ signal: known, what: 'later' });
  await detectTables(ctx.db).updateTable('detect_signals').set(columnsOf(ctx, finding)).where('id', '=', known).execute();
  await ctx.record(signalGrew, payloadOf(known, shop, finding), known);
  return { signal: known, what: 'grew' };
}

function columnsOf(ctx: Ctx, finding: Finding) {
  return {
    rule: finding.rule,
    subject: finding.subject,
    title: titleOf(finding),
    level: finding.level,
    succeeded: finding.succeeded,
    attack: finding.attack,
    actor: JSON.stringify(finding.actor),
    selection: JSON.stringify(finding.selection),
    reads: finding.reads === null ? null : JSON.stringify(finding.reads),
    first_seen: new Date(finding.firstSeen),
    last_seen: new Date(finding.lastSeen),
    count: finding.count,
    touched: JSON.stringify(finding.touched),
    categories: [...finding.categories],
    evidence: JSON.stringify(finding.evidence),
    facts: JSON.stringify(finding.facts),
    grew_at: ctx.now,
  };
}

function payloadOf(signal: SignalId, shop: ShopId, finding: Finding) {
  return {
    signal,
    shop,
    rule: finding.rule,
    title: titleOf(finding),
    level: finding.level,
    actor: finding.actor,
    firstSeen: finding.firstSeen,
    lastSeen: finding.lastSeen,
    count: finding.count,
    succeeded: finding.succeeded,
    touched: [...finding.touched],
    categories: [...finding.categories],
  };
}
