import type { House } from '#engines/house.ts';
import type { OrgId, ShopId, SignalId } from '#kernel/ids.ts';
import { HOUR, MINUTE, type Span } from '#kernel/time.ts';
import { earliest, latest } from './checks/iso-times.ts';
import { isSameSelection, joinSelections } from './checks/join-findings.ts';
import type { Finding, Selection } from './finding.ts';
import { ruleTraits } from './rule-traits.ts';
import { campaignOf } from './rules/campaigns.ts';
import { findingOf, type SignalRow } from './store.ts';
import { summarise } from './summarise.ts';

export interface Grown {
  readonly known: SignalId;
  readonly finding: Finding;
  /** The finding of this look from which it was made, if any. */
  readonly from?: Finding;
}

/** A finding that is more of a known signal: both selections together, counted anew. */
export async function joinWithKnown(house: House, org: OrgId, shop: ShopId, known: SignalRow, again: Finding): Promise<Grown> {
  const before = findingOf(known);
  const found = withLearned(before, again);
  // Rules that count a whole day have counted it anew.
  if (ruleTraits[found.rule].joins.endsWith('-and-day')) return { known: known.id, finding: found };
  const selection = joinSelections(before.selection, found.selection);
  const reads = before.reads !== null && found.reads !== null ? joinSelections(before.reads, found.reads) : (found.reads ?? before.reads);
  if (isSameSelection(selection, found.selection)) return { known: known.id, finding: { ...found, reads } };
  return { known: known.id, finding: await recount(house, org, shop, { ...found, selection, reads }) };
}

/** What takes a look over days to learn is not asked at every look: what was learned stays. */
function withLearned(before: Finding, found: Finding): Finding {
  const { unknownUsers } = before.facts;
  return unknownUsers === undefined || found.facts.unknownUsers !== 'unknown'
    ? found
    : { ...found, facts: { ...found.facts, unknownUsers } };
}

/**
 * Known signals whose people were seen again: somebody who was caught reading records stays caught at any pace,
 * until a pause as long as the campaign's own. Signals whose people did nothing in `span` cost nothing.
 */
export async function growKnown(house: House, org: OrgId, shop: ShopId, span: Span, known: readonly SignalRow[]): Promise<Grown[]> {
  const followed = known
    .map((row) => ({ row, before: findingOf(row), follows: ruleTraits[row.rule].follows }))
    .filter(
      ({ row, before, follows }) =>
        // Reads of what nobody described are found again by the rule itself.
        follows !== null &&
        (follows !== 'reads' || before.reads !== null) &&
        row.first_seen <= span.to &&
        row.last_seen.getTime() >= span.from.getTime() - 6 * HOUR,
    );
  const seen = await seenAgain(
    house,
    org,
    shop,
    span,
    followed.flatMap(({ before }) => (before.reads === null ? [before.selection] : [before.selection, before.reads])),
  );
  const grown: Grown[] = [];
  for (const { row, before, follows } of followed) {
    if (!seen(before.selection) && (before.reads === null || !seen(before.reads))) continue;
    const selection = follows === 'reads' ? await extend(house, org, shop, before) : before.selection;
    const reads = follows === 'reads' ? selection : before.reads;
    const finding = await recount(house, org, shop, { ...before, selection, reads });
    grown.push({ known: row.id, finding });
  }
  return grown;
}

/** Says of a selection whether one of its people signed in, tried to, or read a record in `span`. One look for all selections. */
async function seenAgain(
  house: House,
  org: OrgId,
  shop: ShopId,
  span: Span,
  selections: readonly Selection[],
): Promise<(selection: Selection) => boolean> {
  if (selections.length === 0) return () => false;
  const rows = await house.telemetry.query<{ actor: number; pair: string; session: string }>(
    org,
    `select distinct actor, concat(address, '\\n', agent) as pair, session from (
       select actor, address, agent, session from @reads where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}
       union all
       select actor, address, agent, session from @requests
       where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and auth != '')
     where actor in {actors:Array(UInt64)} or concat(address, '\\n', agent) in {pairs:Array(String)} or session in {sessions:Array(String)}`,
    {
      shop,
      from: span.from,
      to: span.to,
      actors: selections.flatMap((one) => one.actors),
      pairs: selections.flatMap((one) => one.pairs),
      sessions: selections.flatMap((one) => one.sessions),
    },
  );
  const actors = new Set(rows.map((row) => row.actor));
  const pairs = new Set(rows.map((row) => row.pair));
  const sessions = new Set(rows.map((row) => row.session));
  return (one) =>
    one.actors.some((actor) => actors.has(actor)) ||
    one.pairs.some((pair) => pairs.has(pair)) ||
    one.sessions.some((session) => sessions.has(session));
}

async function extend(house: House, org: OrgId, shop: ShopId, before: Finding): Promise<Selection> {
  const gap = before.facts.how === 'slow' ? 6 * HOUR : 30 * MINUTE;
  const area = { telemetry: house.telemetry, org, shop };
  const { actors, from, to } = before.selection;
  const ahead = await campaignOf(area, actors, Date.parse(to), gap);
  const back = await campaignOf(area, actors, Date.parse(from), gap);
  return { ...before.selection, from: earliest([back.from, from]), to: latest([ahead.to, to]) };
}

async function recount(house: House, org: OrgId, shop: ShopId, finding: Finding): Promise<Finding> {
  const summary = await summarise(house.telemetry, org, shop, finding.selection);
  if (summary === null) return finding;
  const reads = finding.rule === 'stuffing' && finding.reads !== null ? await summarise(house.telemetry, org, shop, finding.reads) : null;
  const told = finding.rule === 'enumeration' ? summary : reads;
  const isAlike = finding.selection.what === 'alike';
  const records = told?.touched.reduce((sum, kind) => sum + kind.distinct, 0) ?? 0;
  return {
    ...finding,
    ...summary,
    touched: isAlike ? namedAs(finding, summary.touched) : (told?.touched ?? finding.touched),
    categories: isAlike || finding.rule === 'dump-taken' ? finding.categories : (told?.categories ?? finding.categories),
    level: !isAlike && finding.rule === 'enumeration' && finding.succeeded === 'yes' && records >= 100 ? 'critical' : finding.level,
    facts: {
      ...finding.facts,
      ...(finding.rule === 'enumeration' ? { records, addresses: summary.actor.addresses ?? 1 } : {}),
      ...(finding.rule === 'stuffing' && reads !== null ? { reads: reads.count } : {}),
    },
  };
}

/** Their number is counted anew; what they are called was learned. */
function namedAs({ touched }: Finding, counted: Finding['touched']): Finding['touched'] {
  return counted.map(({ distinct }) => ({ kind: touched[0]?.kind ?? 'record', distinct }));
}
