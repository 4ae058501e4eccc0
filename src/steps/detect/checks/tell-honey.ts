import type { Severity } from '#kernel/outcome.ts';
import { type EvidenceLine, type Finding, type Selection, select } from '../finding.ts';
import { HONEY_FOUND, HONEY_MAIL, type Honey } from '../honey/honey.ts';
import { lineOf } from '../summarise.ts';
import { latest } from './iso-times.ts';

/** How a honey customer was used. */
export type Use = 'signed-in' | 'tried' | 'read' | 'mail' | 'found' | 'seen';

type Line = [at: number, offset: number, method: string, path: string, query: string, status: number, bytes: number, file: string];

/** Rows of one visitor that bear one mark of a honey customer. */
export interface HitRow {
  readonly mark: string;
  readonly actor: number;
  readonly route: string;
  readonly n: number;
  /** Of these, how many got what they asked for. */
  readonly worked: number;
  readonly first: string;
  readonly last: string;
  readonly address: string;
  readonly agent: string;
  readonly addresses: number;
  readonly lines: readonly Line[];
}

export interface Hit extends HitRow {
  readonly honey: Honey;
  readonly how: Use;
}

export function asHit(row: HitRow, honey: Honey, how: Use): Hit {
  return { ...row, honey, how };
}

/** What stands in a log may have been written by the shop itself; everything else, somebody did who had the data. */
const LEVEL: Readonly<Record<Use, Severity>> = {
  'signed-in': 'critical',
  tried: 'critical',
  read: 'critical',
  mail: 'critical',
  found: 'critical',
  seen: 'high',
};

const ATTACK: Readonly<Record<Use, string>> = {
  'signed-in': 'T1078',
  tried: 'T1110.004',
  read: 'T1213',
  mail: 'T1598',
  found: 'T1567',
  seen: 'T1552',
};

/** One finding of what was done with one honey customer in one way. `hits`: at least one, all of the same honey customer and way. */
export function tellHit(hits: readonly Hit[]): Finding {
  const [lead] = hits.toSorted((a, b) => a.first.localeCompare(b.first));
  if (lead === undefined) throw new Error('a use of a honey customer without a hit');
  const { honey, how } = lead;
  const firstSeen = lead.first;
  const lastSeen = latest(hits.map((hit) => hit.last));
  const selection = selectionOf(hits, how, { from: firstSeen, to: lastSeen });
  const isVisitor = how !== 'seen' && how !== 'found' && how !== 'mail';
  return {
    rule: 'honey-customer',
    subject: `${honey.id} · ${how}`,
    level: LEVEL[how],
    succeeded: how === 'seen' ? 'unknown' : 'yes',
    attack: ATTACK[how],
    actor: isVisitor ? { address: lead.address, agent: lead.agent, addresses: new Set(hits.map((hit) => hit.address)).size } : {},
    selection,
    reads: how === 'read' || how === 'signed-in' ? select('personal-reads', selection, { actors: actorsOf(hits) }) : null,
    firstSeen,
    lastSeen,
    count: hits.reduce((sum, hit) => sum + hit.n, 0),
    touched: [],
    // A mailbox that was in one copy only: whoever has it has what stands beside it.
    categories: how === 'seen' ? [] : ['name', 'email'],
    evidence: hits.flatMap((hit) => hit.lines.map(evidenceOf)).slice(0, 8),
    facts: { how, what: honey.place, honey: honey.id, route: how === 'read' ? lead.route : '', since: honey.since.toISOString() },
  };
}

function actorsOf(hits: readonly Hit[]): number[] {
  return [...new Set(hits.map((hit) => hit.actor))].slice(0, 1000);
}

function selectionOf(hits: readonly Hit[], how: Use, span: { readonly from: string; readonly to: string }): Selection {
  if (how === 'mail' || how === 'found')
    return select('events', span, { anybody: true, events: [how === 'mail' ? HONEY_MAIL : HONEY_FOUND] });
  if (how === 'seen') return select('requests', span, {});
  return select(how === 'read' ? 'personal-reads' : 'requests', span, { actors: actorsOf(hits) });
}

function evidenceOf([at, file_offset, method, path, query, status, bytes, file_id]: Line): EvidenceLine {
  return lineOf({ at: new Date(at).toISOString(), file_offset, method, path, query, status, bytes, file_id });
}
