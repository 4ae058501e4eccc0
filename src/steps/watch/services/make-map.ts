import { HOUR, MINUTE } from '#kernel/time.ts';
import { fullestOf } from './judge-saturation.ts';
import { type JudgedSignals, judgeSignals, type SystemReason } from './judge-signals.ts';
import type { ServiceLink } from './read-links.ts';
import type { FarKind, Side } from './read-sides.ts';
import type { SaturationReading } from './saturation-reading.ts';
import { addSums, nothing, type Signals, type Sums, signalsOf } from './signals.ts';

/** A system of a shop. `outside`: it tells nothing itself, others call it. */
export interface SystemRef {
  readonly name: string;
  readonly outside: boolean;
}

interface Standing extends JudgedSignals {
  readonly now: Signals;
  readonly before: Signals | null;
  readonly day: number;
  readonly week: number;
  /** ms since 1970. */
  readonly last: number;
}

export interface MapSystem extends SystemRef, Standing {
  readonly kind: 'service' | Exclude<FarKind, ''>;
  readonly versions: readonly string[];
  readonly places: readonly string[];
  /** As its own traces tell it. */
  readonly criticality: string;
  readonly saturation: readonly SaturationReading[];
}

export interface MapEdge {
  readonly from: SystemRef;
  readonly to: SystemRef;
  /** By which names it is called; figures of a goal are read by them. */
  readonly fars: readonly string[];
  /** `null`: that they work together is seen in traces, but the calls are not told apart from others. */
  readonly standing: Standing | null;
}

export interface SystemMap {
  readonly systems: readonly MapSystem[];
  readonly edges: readonly MapEdge[];
}

interface Gathered {
  hour: Sums;
  before: Sums;
  recent: number;
  day: number;
  week: number;
  last: number;
  first: number;
}

/** What a week of calls tells of a shop's systems and of who calls whom. `now`: ms since 1970. */
export function makeMap(
  sides: readonly Side[],
  links: readonly ServiceLink[],
  saturation: readonly SaturationReading[],
  now: number,
): SystemMap {
  const services = new Set(sides.map(({ service }) => service));
  const edges = joinEdges([...sides.flatMap((side) => edgesOf(side, links, services)), ...linksWithoutFigures(sides, links, services)]);
  const outside = new Map<string, { kind: FarKind; sides: Side[] }>();
  for (const { to, from, sides: told, kind } of edges.values()) {
    for (const one of [to, from]) {
      if (!one.outside) continue;
      const known = outside.get(one.name) ?? { kind, sides: [] };
      outside.set(one.name, known);
      if (one === to) known.sides.push(...told);
    }
  }
  return {
    systems: [
      ...[...services].map((name) => serviceOf(name, sides, saturation, now)),
      ...[...outside].map(([name, { kind, sides: told }]) => ({
        ...{ name, outside: true, kind: kind === '' ? ('host' as const) : kind, versions: [], places: [], criticality: '' },
        saturation: fullestOf(saturation.filter(({ service, host }) => service === '' && host === name)),
        ...standingOf(told, now),
      })),
    ],
    edges: [...edges.values()].map(({ from, to, sides: told }) => ({
      ...{ from, to, fars: [...new Set(told.map(({ far }) => far))] },
      standing: told.length === 0 ? null : standingOf(told, now),
    })),
  };
}

interface Edge {
  readonly from: SystemRef;
  readonly to: SystemRef;
  readonly kind: FarKind;
  readonly sides: Side[];
}

const own = (name: string): SystemRef => ({ name, outside: false });

function edgesOf(side: Side, links: readonly ServiceLink[], services: ReadonlySet<string>): Edge[] {
  const { service, far, farKind: kind } = side;
  if (side.side === 'own' || (side.side === 'in' && far === '')) return [];
  // Through a queue nobody calls anybody: the queue stays between them.
  if (side.side === 'in') return [{ from: { name: far, outside: true }, to: own(service), kind, sides: [side] }];
  const callees = kind === 'queue' || kind === 'database' ? [] : calleesOf(service, far, links);
  const [callee, another] = callees;
  const namesake = services.has(far) && far !== service && kind === 'host' ? far : undefined;
  const one = another === undefined ? (callee ?? namesake) : namesake;
  if (one !== undefined && one !== service) return [{ from: own(service), to: own(one), kind: '', sides: [side] }];
  if (far === '') return callees.map((name) => ({ from: own(service), to: own(name), kind: '', sides: [] }));
  const gate = { name: far, outside: true };
  return [
    { from: own(service), to: gate, kind, sides: [side] },
    // One name, several behind it: a gateway. Its calls are not told apart by whom they reach.
    ...callees.map((name): Edge => ({ from: gate, to: own(name), kind, sides: [] })),
  ];
}

/** Who passes a trace on without telling of its calls. */
function linksWithoutFigures(sides: readonly Side[], links: readonly ServiceLink[], services: ReadonlySet<string>): Edge[] {
  const told = new Set(sides.filter(({ side }) => side === 'out').map(({ service, far }) => JSON.stringify([service, far])));
  return links
    .filter(
      ({ caller, far, callee }) => far === '' && services.has(caller) && services.has(callee) && !told.has(JSON.stringify([caller, far])),
    )
    .map(({ caller, callee }) => ({ from: own(caller), to: own(callee), kind: '', sides: [] }));
}

function calleesOf(service: string, far: string, links: readonly ServiceLink[]): string[] {
  return [...new Set(links.filter((link) => link.caller === service && link.far === far).map(({ callee }) => callee))];
}

function joinEdges(all: readonly Edge[]): Map<string, Edge> {
  const joined = new Map<string, Edge>();
  for (const edge of all) {
    const key = JSON.stringify([edge.from, edge.to]);
    const known = joined.get(key);
    if (known === undefined) joined.set(key, { ...edge, sides: [...edge.sides] });
    else known.sides.push(...edge.sides);
  }
  return joined;
}

function serviceOf(name: string, sides: readonly Side[], saturation: readonly SaturationReading[], now: number): MapSystem {
  const mine = sides.filter(({ service }) => service === name);
  const served = mine.filter(({ side }) => side === 'in');
  const places = [...new Set(mine.flatMap((side) => side.places))];
  const readings = fullestOf(saturation.filter(({ service, host }) => (service === '' ? places.includes(host) : service === name)));
  const standing = standingOf(
    served.length > 0 ? served : mine.filter(({ side }) => side === 'own'),
    now,
    Math.max(...mine.map((one) => one.last)),
  );
  const isFull = readings.some(({ share }) => share !== null && share >= 0.9);
  const why: readonly SystemReason[] = isFull ? [...standing.why, 'full'] : standing.why;
  const order = { critical: 3, high: 2, medium: 1, low: 0 } as const;
  const criticality = mine.map((one) => one.criticality).sort((a, b) => (order[b as 'low'] ?? -1) - (order[a as 'low'] ?? -1))[0] ?? '';
  return {
    ...{ ...own(name), kind: 'service', versions: [...new Set(mine.flatMap(({ versions }) => versions))], places, criticality },
    ...standing,
    state: isFull && (standing.state === 'fine' || standing.state === 'few') ? 'unusual' : standing.state,
    why,
    saturation: readings,
  };
}

/** `last`: when the service told of anything at all. */
function standingOf(sides: readonly Side[], now: number, last = Math.max(0, ...sides.map((side) => side.last))): Standing {
  const all = sides.reduce<Gathered>(
    (sum, side) => ({
      ...{ hour: addSums(sum.hour, side.hour), before: addSums(sum.before, side.before), recent: sum.recent + side.recent },
      ...{ day: sum.day + side.day, week: sum.week + side.week },
      ...{ last: Math.max(sum.last, side.last), first: Math.min(sum.first, side.first) },
    }),
    { hour: nothing, before: nothing, recent: 0, day: 0, week: 0, last: 0, first: now },
  );
  // Whoever began to tell within this hour is not measured by a whole one.
  const minutes = Math.min(60, Math.max(1, (now - all.first) / MINUTE));
  const signals = { now: signalsOf(all.hour, minutes), before: all.before.calls === 0 ? null : signalsOf(all.before, HOUR / MINUTE) };
  // A worker that only calls others is watched while it does.
  const recent = all.recent > 0 || sides.length > 0 ? all.recent : now - last < 10 * MINUTE ? 1 : 0;
  return { ...signals, ...judgeSignals({ ...signals, recent }), day: all.day, week: all.week, last: Math.max(all.last, last) };
}
