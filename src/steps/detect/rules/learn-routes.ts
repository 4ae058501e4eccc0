import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Span } from '#kernel/time.ts';
import { judgeStanding, type RouteHistory, type RouteStanding } from '../checks/judge-standing.ts';
import { kindByWords } from '../checks/record-words.ts';
import { TARGETS, templateOf } from '../checks/target-shape.ts';

/** A route that the data map does not describe, as its own traffic tells it. */
export interface LearnedRoute {
  /** Its template, such as `/konto/beleg/{n}.pdf`. */
  readonly route: string;
  readonly standing: RouteStanding;
  /** The kind of record that its words name; '' when they name none. */
  readonly kind: string;
  /** How many different objects 99 of 100 visitors stay below; `null`: nobody knows yet. */
  readonly usualTenMinutes: number | null;
  readonly usualDay: number | null;
}

/** Requests to routes that the data map does not describe, answered with something. */
export const UNDESCRIBED = `object_ref = '' and empty(categories) and auth = '' and status >= 200 and status < 300 and method in ('GET', 'POST')
  and (route = '' and route_kind in ('other', 'api', 'admin', 'page') or endsWith(route, '/{*}') and route_kind in ('api', 'admin', 'other'))`;

/** Who read more different objects than this says nothing of what people read: a program, staff, or a thief. */
const FEW = 20;
const LEAST_OBJECTS = 10;
const EXAMPLES = 6;
const MOST_SHAPES = 2000;
const MOST_ROUTES = 200;
/** With fewer visitors than this, nobody knows what is usual. */
const ENOUGH = 100;

const within = 'shop_id = {shop:String} and at >= {from:DateTime64(3)} and at < {to:DateTime64(3)}';

interface Place {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  readonly span: Span;
}

interface ShapeRow {
  readonly shape: string;
  readonly route: string;
}

/** Routes that nobody described and that tell many objects apart, by the shape of their targets, as the traffic of `span` shows them. */
export async function learnRoutes(place: Place): Promise<ReadonlyMap<string, LearnedRoute>> {
  const rows = await readShapes(place);
  const routes = Map.groupBy(rows, (row) => row.route);
  const closer = [...routes].filter(([route]) => kindByWords(route) !== 'public').slice(0, MOST_ROUTES);
  const shapes = closer.flatMap(([, own]) => own.map((row) => row.shape));
  const about = shapes.length === 0 ? nothing : await readAbout(place, shapes);
  return new Map(
    [...routes].flatMap(([route, own]) => {
      const learned = learn(route, own, about);
      return own.map((row) => [row.shape, learned] as const);
    }),
  );
}

function learn(route: string, own: readonly ShapeRow[], about: About): LearnedRoute {
  const named = kindByWords(route);
  const sum = (of: (row: ShapeRow) => number): number => own.reduce((total, row) => total + of(row), 0);
  const most = (of: ReadonlyMap<string, number>): number => own.reduce((largest, row) => Math.max(largest, of.get(row.shape) ?? 0), 0);
  const readers = most(about.readers);
  const history: RouteHistory = {
    objects: sum((row) => about.objects.get(row.shape)?.objects ?? 0),
    pairs: sum((row) => about.objects.get(row.shape)?.pairs ?? 0),
    single: sum((row) => about.objects.get(row.shape)?.single ?? 0),
    ...{ readers, signed: most(about.signed), refused: most(about.refused) },
  };
  return {
    route,
    standing: judgeStanding(named === null || named === 'public' ? named : 'people', history, about.signedShare),
    kind: named === null || named === 'public' ? '' : named.kind,
    usualTenMinutes: readers < ENOUGH ? null : most(about.tenMinutes),
    usualDay: readers < ENOUGH ? null : most(about.day),
  };
}

const paramsOf = ({ shop, span }: Place) => ({ shop, from: span.from, to: span.to });

/** Shapes with many different targets, and the template of each. */
async function readShapes(place: Place): Promise<ShapeRow[]> {
  const rows = await place.telemetry.query<{ shape: string; examples: string[] }>(
    place.org,
    `select ${TARGETS.shape} as shape, groupUniqArray(${EXAMPLES})(${TARGETS.target}) as examples from @requests
     where ${within} and ${UNDESCRIBED} and ${TARGETS.hasNumber} group by shape having uniq(${TARGETS.target}) >= ${LEAST_OBJECTS}
     order by count() desc limit ${MOST_SHAPES}`,
    paramsOf(place),
  );
  return rows.flatMap(({ shape, examples }) => {
    const template = templateOf(examples);
    return template === null ? [] : [{ shape, route: template.text }];
  });
}

type Objects = Pick<RouteHistory, 'objects' | 'pairs' | 'single'>;

/** Counted over readers of few objects: one who reads through them all would make each object look as if two had read it. */
const OBJECTS = `select shape, count() as objects, sum(r) as pairs, countIf(r = 1) as single from (
     select shape, target, count() as r from (
       select shape, arrayJoin(targets) as target from (
         select ${TARGETS.shape} as shape, actor, groupUniqArray(${FEW + 1})(cityHash64(${TARGETS.target})) as targets
         from @requests where ${within} and ${UNDESCRIBED} and shape in {shapes:Array(String)} group by shape, actor)
       where length(targets) <= ${FEW})
     group by shape, target)
   group by shape`;

interface About {
  readonly objects: ReadonlyMap<string, Objects>;
  readonly readers: ReadonlyMap<string, number>;
  readonly signed: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
  readonly tenMinutes: ReadonlyMap<string, number>;
  readonly day: ReadonlyMap<string, number>;
  readonly signedShare: number;
}

const nothing: About = {
  ...{ objects: new Map(), readers: new Map(), signed: new Map(), refused: new Map(), tenMinutes: new Map(), day: new Map() },
  signedShare: 0,
};

const SIGNED_IN = `select actor from @requests where ${within} and (auth = 'sign-in-ok' or account != '')`;

async function readAbout(place: Place, shapes: readonly string[]): Promise<About> {
  const params = { ...paramsOf(place), shapes };
  const ask = <Row>(sql: string): Promise<Row[]> => place.telemetry.query<Row>(place.org, sql, params);
  const [objects, readers, refused, tenMinutes, day, [all]] = await Promise.all([
    ask<Objects & { shape: string }>(OBJECTS),
    ask<{ shape: string; readers: number; signed: number }>(
      `select shape, uniqExact(actor) as readers, uniqExactIf(actor, actor in (${SIGNED_IN})) as signed from (
         select ${TARGETS.shape} as shape, actor, ${TARGETS.target} as target from @requests where ${within} and ${UNDESCRIBED})
       where shape in {shapes:Array(String)} group by shape`,
    ),
    ask<{ shape: string; refused: number }>(
      `select ${TARGETS.shape} as shape, uniqExact(actor) as refused from @requests
       where ${within} and status in (401, 403) and shape in {shapes:Array(String)} group by shape`,
    ),
    ask<Usually>(usualSql(600)),
    ask<Usually>(usualSql(86_400)),
    ask<{ visitors: number; signed: number }>(
      `select uniqExact(actor) as visitors, uniqExactIf(actor, auth = 'sign-in-ok' or account != '') as signed from @requests where ${within}`,
    ),
  ]);
  return {
    objects: new Map(objects.map(({ shape, ...counts }) => [shape, counts])),
    readers: new Map(readers.map((row) => [row.shape, row.readers])),
    signed: new Map(readers.map((row) => [row.shape, row.signed])),
    refused: new Map(refused.map((row) => [row.shape, row.refused])),
    tenMinutes: new Map(tenMinutes.map((row) => [row.shape, row.usual])),
    day: new Map(day.map((row) => [row.shape, row.usual])),
    signedShare: (all?.signed ?? 0) / Math.max(1, all?.visitors ?? 0),
  };
}

interface Usually {
  readonly shape: string;
  readonly usual: number;
}

/** The 99th percentile over visitors, held to ten times the median, as for the routes that the data map describes (read-usual.ts). */
function usualSql(seconds: number): string {
  return `select shape, least(quantileExact(0.99)(busiest), 10 * quantileExact(0.5)(busiest)) as usual from (
       select shape, actor, max(n) as busiest from (
         select ${TARGETS.shape} as shape, actor, intDiv(toUnixTimestamp(at), ${seconds}) as slot, uniqExact(${TARGETS.target}) as n
         from @requests where ${within} and ${UNDESCRIBED} and shape in {shapes:Array(String)}
         group by shape, actor, slot)
       group by shape, actor)
     group by shape`;
}
