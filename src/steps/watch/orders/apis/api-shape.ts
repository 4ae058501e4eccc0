import { z } from 'zod';
import { orderSteps, orderSystems } from '../order-words.ts';

/** A JSONPath into an item of an answer; `^$…` into the item of which the present one is a part; parts joined by ` + ` are put together with a blank. */
const path = z.string().regex(/^\^?\$/, 'must be a JSONPath, such as $.total, or ^$.total for the whole item');
const paths = z.union([path.transform((one) => [one]), z.array(path).min(1)]);
const texts = z.record(z.string(), z.string());
const name = z.string().regex(/^[a-z][a-z0-9-]*$/);

/** What a person fills in, by names that have words in every language. */
const settingNames = [
  ...['address', 'user', 'key', 'secret', 'token', 'tokenSecret', 'password', 'tenant', 'environment', 'company', 'database'],
  ...['organisation', 'currency', 'paidStates', 'shippedStates', 'signIn', 'header', 'tokenAddress', 'scope', 'path', 'sinceParameter'],
  ...['items', 'numberField', 'amountField', 'currencyField', 'changedField', 'placedField', 'paidField', 'exportedField'],
  ...['shippedField', 'deliveredField', 'cancelledField', 'nextField'],
] as const;
const settingName = z.enum(settingNames);

const settingShape = z.strictObject({
  name: settingName,
  required: z.boolean().default(true),
  usual: z.string().default(''),
  example: z.string().default(''),
  choices: z.array(z.string()).optional(),
  /** How a value must look, where that is known. */
  as: z.enum(['address', 'field', 'text']).default('text'),
});

/** Where something stands in an answer, and what it must be. */
const conditionShape = z.strictObject({
  path,
  is: z.array(z.string()).optional(),
  starts: z.array(z.string()).optional(),
  not: z.array(z.string()).optional(),
});
export type Condition = z.output<typeof conditionShape>;

const signInShapes = [
  z.strictObject({ kind: z.literal('headers'), headers: texts }),
  z.strictObject({ kind: z.literal('basic'), user: z.string(), password: z.string() }),
  /** OAuth 1.0a with HMAC-SHA-256: each request is signed. */
  z.strictObject({
    kind: z.literal('oauth1'),
    consumer: z.string(),
    consumerSecret: z.string(),
    token: z.string(),
    tokenSecret: z.string(),
  }),
  /** One request brings a token, which is used until it is over or refused. OAuth 2 client credentials are that. */
  z.strictObject({
    kind: z.literal('login'),
    url: z.string(),
    user: z.string().optional(),
    password: z.string().optional(),
    form: texts.optional(),
    json: z.unknown().optional(),
    /** Where values stand in the answer: `json $.access_token`, `header x-token`, `cookie SESSION`. */
    keep: texts,
    /** Secrets that are good once: where the next one stands in the answer. It is kept, sealed, before anything is asked. */
    renews: texts.default({}),
    /** Seconds that they last: where it is told, and what it is when it is not. */
    expires: z.string().optional(),
    lasts: z.int().positive(),
    headers: texts.default({}),
  }),
] as const;
const signInShape = z.discriminatedUnion('kind', signInShapes);
export type SignIn = z.output<typeof signInShape>;

const pagingShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** `{{page}}`; it ends with a page that holds less than `size`, or the one that `pages` (a path) names. */
  z.strictObject({ kind: z.literal('page'), first: z.int(), size: z.int(), pages: path.optional() }),
  /** `{{offset}}`; it ends with a page that holds less than `size`. */
  z.strictObject({ kind: z.literal('offset'), size: z.int() }),
  /** `{{cursor}}`, of the answer or of its last item; it ends where there is none or `more` is not true. */
  z.strictObject({ kind: z.literal('cursor'), from: path, of: z.enum(['answer', 'last-item']).default('answer'), more: path.optional() }),
  /** The whole address of the next page, in the answer. */
  z.strictObject({ kind: z.literal('next'), from: path }),
  /** The same in the header Link with rel="next". */
  z.strictObject({ kind: z.literal('link') }),
]);
export type Paging = z.output<typeof pagingShape>;

const stepShape = z.strictObject({
  step: z.enum(orderSteps),
  /** The parts of an item that are each a step; the item itself unless said. */
  each: path.optional(),
  where: z.array(conditionShape).default([]),
  /** Paths of which the first that is filled says when. */
  at: paths,
  /** That time moves whenever anything changes: the first that was told stays. */
  moving: z.boolean().default(false),
  amount: paths.optional(),
  their: paths.optional(),
  /** Before what is found there, so that it is told apart from other things with such a number. */
  'their-prefix': z.string().default(''),
  method: paths.optional(),
  carrier: paths.optional(),
  /** It is only a part of the parcels when all of these hold. */
  partial: z.array(conditionShape).min(1).optional(),
});
export type StepRule = z.output<typeof stepShape>;

const callShape = {
  verb: z.enum(['GET', 'POST']).default('GET'),
  path: z.string(),
  query: texts.default({}),
  json: z.unknown().optional(),
  headers: texts.default({}),
};

const companionShape = z.strictObject({
  name,
  ...callShape,
  /** Which of the items it is asked for, written for `{{ids}}` with `between` between them. */
  ids: paths,
  between: z.string().default(','),
  /** So many come at once at most: as many are a cut. */
  most: z.int().positive().default(1_000),
  items: path,
  /** To which of them each belongs. */
  of: path,
});
export type Companion = z.output<typeof companionShape>;

const requestShape = z.strictObject({
  name,
  ...callShape,
  /** How `{{since}}` and `{{until}}` are written. */
  since: z.enum(['iso', 'iso-plain', 'iso-offset', 'sql', 'day', 'compact-day', 'unix', 'unix-ms']),
  /** IANA name, or `shop` for the shop's own: of times without one, asked and told. */
  zone: z.string().default('UTC'),
  times: z.enum(['text', 'unix', 'unix-ms']).default('text'),
  paging: pagingShape,
  /** Items come in the order of their change: after a page it goes on from the last one's time, so that none slips away between two pages. */
  keyset: z.boolean().default(false),
  /** The newest come first, and nothing is left out: it ends where this time is before `since`. */
  older: path.optional(),
  /** How far back it is asked at first. */
  'reach-days': z.int().min(1).max(90).default(90),
  /** How much is asked again each time, for what is noted late or changes without being told as changed. */
  'overlap-minutes': z.int().min(1).max(60_000).default(120),
  /** At most so long a time can be asked for at once, until `{{until}}`. */
  'window-days': z.int().min(1).optional(),
  'every-minutes': z.int().min(1).optional(),
  items: path,
  changed: paths.optional(),
  with: z.array(companionShape).default([]),
  /** Other items say nothing of orders. */
  only: z.array(conditionShape).default([]),
  /** The order's number: within fields that hold it, else within texts such as “Order 1042”. */
  number: z.strictObject({ fields: z.array(path).default([]), texts: z.array(path).default([]) }),
  currency: z.union([path, z.string().regex(/^\{\{currency\}\}$/)]),
  /** As written, in the smallest unit, or in hundredths whatever the currency. */
  amounts: z.enum(['decimal', 'minor', 'hundredths']).default('decimal'),
  method: paths.optional(),
  carrier: paths.optional(),
  /** Who brings all of these. */
  'carrier-is': z.string().optional(),
  country: paths.optional(),
  /** A class of devices, or what a browser says of itself: only the class is kept. */
  device: paths.optional(),
  /** Items that are only tried are left out, and that is said. */
  test: z.array(conditionShape).default([]),
  steps: z.array(stepShape).min(1),
});
export type ApiRequest = z.output<typeof requestShape>;

/** How a system is asked for orders over HTTP: one file under data/orders/apis. Only questions. */
export const apiShape = z.strictObject({
  name,
  title: z.string(),
  'told-by': z.enum(orderSystems),
  /** `never-tried`: written after the public description and asked of a service made after it, never of a live account. */
  standing: z.enum(['never-tried', 'tried']),
  source: z.url(),
  read: z.iso.date(),
  /** What somebody must know before, in English. */
  note: z.string().default(''),
  settings: z.array(settingShape),
  /** Kept sealed. */
  secrets: z.array(settingShape),
  base: z.string(),
  headers: texts.default({}),
  /** One way to sign in, or several of which the setting `signIn` chooses. */
  'sign-in': z.union([signInShape, z.record(z.string(), signInShape)]),
  /** Least ms between two questions. */
  'pace-ms': z.int().min(0).max(60_000).default(0),
  'every-minutes': z.int().min(1).default(5),
  /** What stands in an answer of status 200 that is none, and where its code stands, here and in answers of other states. */
  fault: z.strictObject({ when: path.optional(), code: paths }).optional(),
  /** A fault that only asks for patience. */
  throttled: z.array(conditionShape).default([]),
  requests: z.array(requestShape).min(1),
});
export type Api = z.output<typeof apiShape>;
