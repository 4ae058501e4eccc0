import type { IncidentBrief } from '#kernel/incident-brief.ts';
import { compareSeverity } from '#kernel/outcome.ts';
import { MINUTE } from '#kernel/time.ts';
import type { Shop } from '#registry/types.ts';
import { isHint } from '../kinds/kinds.ts';
import type { WatchCheck } from '../store.ts';
import { judgeStages, type Look } from './judge-stages.ts';
import { type OrderStage, orderStages, type Stage } from './stage.ts';

/** What is known of a shop at an instant. */
export interface ShopFacts {
  readonly shop: Shop;
  readonly checks: readonly WatchCheck[];
  readonly look: Look;
  /** Orders of the last hour by system and step. */
  readonly lastHour: ReadonlyMap<string, number>;
  /** Open incidents. */
  readonly incidents: readonly IncidentBrief[];
  readonly isAtWork: boolean;
}

/** What makes a shop stand as it does; the gravest alone. */
export type ShopCause =
  | { readonly kind: 'incident'; readonly title: string }
  | { readonly kind: 'down' | 'flapping' | 'unwatched'; readonly name: string; readonly count: number }
  | { readonly kind: 'silent' | 'low'; readonly stage: OrderStage }
  | { readonly kind: 'nothing' | 'fine' };

export interface ShopStand {
  readonly shop: Shop;
  readonly tone: 'bad' | 'warn' | 'unknown' | 'ok';
  readonly cause: ShopCause;
  readonly stages: Readonly<Record<OrderStage, Stage>>;
  readonly incidents: readonly IncidentBrief[];
  /** What is at risk in a minute, in words, by the incident that has gone on longest and says so. */
  readonly atRisk: string | null;
  /** Checks that are active, and names of those of which nobody knows how they are. */
  readonly checks: number;
  readonly unwatched: readonly string[];
  readonly isAtWork: boolean;
}

/** How a shop stands: by its gravest open incident, what is down or comes and goes, what fell silent; else what nobody knows. Pure. */
export function judgeShop({ shop, checks, look, lastHour, incidents, isAtWork }: ShopFacts, now: Date): ShopStand {
  const active = checks.filter((check) => !check.paused && !isHint(check.target));
  const stages = judgeStages(look, lastHour, now);
  const seen = active.filter((check) => isKnown(check, now));
  const unwatched = active.filter((check) => !seen.includes(check)).map(({ name }) => name);
  const going = incidents.filter((incident) => incident.recoveredAt === null);
  const { tone, cause } = worstOf({ active, seen, stages, unwatched, going });
  return {
    ...{ shop, tone, cause, stages, incidents, isAtWork, unwatched, checks: active.length },
    atRisk: going.find((incident) => incident.atRisk !== null)?.atRisk ?? null,
  };
}

/** A state that nobody renewed for too long says nothing any more: whoever looked may have stopped. */
function isKnown({ standing: { state, lastAt }, everyMs }: WatchCheck, now: Date): boolean {
  return state !== 'unknown' && lastAt !== null && now.getTime() - lastAt.getTime() <= Math.max(MINUTE, 3 * everyMs);
}

interface Worst {
  readonly active: readonly WatchCheck[];
  readonly seen: readonly WatchCheck[];
  readonly stages: ShopStand['stages'];
  readonly unwatched: readonly string[];
  readonly going: readonly IncidentBrief[];
}

function worstOf({ active, seen, stages, unwatched, going }: Worst): Pick<ShopStand, 'tone' | 'cause'> {
  // Among equally grave ones, one that costs orders now comes before one that does not.
  const [gravest] = [...going].sort(
    (a, b) => compareSeverity(b.severity, a.severity) || Number(b.atRisk !== null) - Number(a.atRisk !== null),
  );
  if (gravest && compareSeverity(gravest.severity, 'high') >= 0) return { tone: 'bad', cause: { kind: 'incident', title: gravest.title } };
  const own = seen.filter((check) => check.behind === null);
  const flapping = own.filter((check) => check.standing.flapping !== null);
  const down = own.filter((check) => check.standing.state === 'down' && check.standing.flapping === null);
  if (down[0]) return { tone: 'bad', cause: { kind: 'down', name: down[0].name, count: down.length } };
  if (flapping[0]) return { tone: 'bad', cause: { kind: 'flapping', name: flapping[0].name, count: flapping.length } };
  for (const state of ['silent', 'low'] as const) {
    const stage = orderStages.find((one) => stages[one].state === state);
    if (stage) return { tone: 'bad', cause: { kind: state, stage } };
  }
  if (gravest) return { tone: 'warn', cause: { kind: 'incident', title: gravest.title } };
  if (unwatched[0]) return { tone: 'unknown', cause: { kind: 'unwatched', name: unwatched[0], count: unwatched.length } };
  if (active.length === 0 && orderStages.every((one) => stages[one].state === 'unknown'))
    return { tone: 'unknown', cause: { kind: 'nothing' } };
  return { tone: 'ok', cause: { kind: 'fine' } };
}

const RANK = { bad: 0, warn: 1, unknown: 2, ok: 3 } as const;

/** The gravest first; among equals what has gone on longest, then by name. Pure. */
export function gravestFirst(a: ShopStand, b: ShopStand): number {
  const since = ({ incidents }: ShopStand): number => incidents[0]?.firstSeen.getTime() ?? Number.MAX_SAFE_INTEGER;
  return RANK[a.tone] - RANK[b.tone] || since(a) - since(b) || a.shop.name.localeCompare(b.shop.name);
}
