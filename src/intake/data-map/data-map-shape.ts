import { z } from 'zod';
import { categoryShape } from '#kernel/shapes.ts';
import { groupsShape } from '#registry/index.ts';

const routeKinds = ['page', 'asset', 'api', 'sign-in', 'export', 'admin', 'other'] as const;
export type RouteKind = (typeof routeKinds)[number];

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((value) => [value])]);

/** One way of telling from the answer alone how a sign-in went. Every named condition must hold. */
const answerShape = z.strictObject({
  status: z.array(z.int().min(100).max(599)).min(1),
  /** Bytes of the answer. */
  atLeast: z.int().optional(),
  atMost: z.int().optional(),
});

const objectShape = z.strictObject({
  /** What a number of this kind looks like; `code` holds at least one digit. */
  shape: z.enum(['number', 'uuid', 'hex', 'code', 'any']),
  categories: z.array(categoryShape),
});

const routeShape = z.strictObject({
  /** Segments with `{object}`, `{anything}`, or `{*}` at the end for the rest. */
  path: z.string().startsWith('/'),
  /** Query parameters that must stand there: a literal, or `{object}`. */
  query: z.record(z.string(), z.string()).default({}),
  method: oneOrMore(z.string()).default([]),
  kind: z.enum(routeKinds),
  /** Kind of object when no placeholder names it: an export of all `customer`s. */
  exposes: z.string().optional(),
  /** Instead of the object's own categories. */
  categories: z.array(categoryShape).optional(),
  signIn: z.strictObject({ ok: z.array(answerShape), failed: z.array(answerShape) }).optional(),
});

/** The file format of data/datamaps: which routes of a shop expose which data about whom. */
export const dataMapShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  extends: z.string().optional(),
  /** `source`: read in the platform's own code or documentation, but for what `fromMemory` names. `own`: ours to say. */
  standing: z.enum(['source', 'own']),
  read: z.iso.date(),
  sources: z.array(z.strictObject({ title: z.string(), url: z.string(), says: z.string() })).default([]),
  /** What of it was not looked up, in words. */
  fromMemory: z.string().optional(),
  /** Segments that may stand in front of every path: literals, or `{locale}`. */
  prefixes: z.array(z.string()).default([]),
  objects: z.record(z.string(), objectShape).default({}),
  routes: z.array(routeShape).default([]),
  /** Query parameters that carry an object's number wherever they stand. */
  parameters: z.record(z.string(), z.string()).default({}),
  /** Tables of the shop's database that hold people's records → kind of object; a name may begin with `*`, for the shop's prefix. */
  tables: z.record(z.string().regex(/^\*?[a-z0-9_$]+$/), z.string()).default({}),
  assets: z.strictObject({ extensions: z.array(z.string()), paths: z.array(z.string()) }).optional(),
  fields: z
    .strictObject({ session: z.array(z.string()), account: z.array(z.string()), tried: z.array(z.string()), cookies: z.array(z.string()) })
    .partial()
    .default({}),
  /** How the shop tells who belongs to a sub-group that matters legally; read where people are looked up. */
  groups: groupsShape.default({}),
});

export type DataMapFile = z.output<typeof dataMapShape>;
export type DataMapRoute = DataMapFile['routes'][number];
export type DataMapObject = DataMapFile['objects'][string];
export type SignInAnswer = z.output<typeof answerShape>;
