import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const texts = z.record(z.string(), z.string());
const asked = z.strictObject({ name: z.enum(['address', 'key', 'secret', 'token', 'user', 'password']), example: z.string() });

/** One request. `keep` and `refused` are ways into the answer, such as `data.0.id`. */
const stepShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z-]*$/),
  /** Left out when this value is known already. */
  unless: z.string().optional(),
  /** Only when this value is known. */
  when: z.string().optional(),
  /** Forgets a value first, so that it is only known when the shop tells it. */
  forget: z.string().optional(),
  verb: z.enum(['GET', 'POST', 'DELETE']).default('GET'),
  path: z.string(),
  query: texts.default({}),
  json: z.unknown().optional(),
  xml: z.string().optional(),
  keep: texts.default({}),
  /** Values that are known once it was answered. */
  set: texts.default({}),
  /** Whether the answer may lack what is to be kept. */
  optional: z.boolean().default(false),
  /** Where the answer says that it was refused, though it says 200. */
  refused: z.string().optional(),
  /** Other states of the answer that are as good: what is to be taken away is not there. */
  gone: z.array(z.int()).default([]),
});
export type ShopStep = z.output<typeof stepShape>;

const signInShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('basic'), user: z.string(), password: z.string() }),
  z.strictObject({ kind: z.literal('headers'), headers: texts }),
  /** `token`: a way into the answer, or `header name`; it is `{{access}}` in the headers. */
  z.strictObject({ kind: z.literal('login'), path: z.string(), json: z.unknown(), token: z.string(), headers: texts }),
]);

/** How a honey customer is put into a kind of shop, and taken out again: one file under data/honey/shops. */
const shopApiShape = z.strictObject({
  name: z.string().regex(/^[a-z]+$/),
  title: z.string(),
  /** `never-tried`: written after the public description, never run against a live shop. */
  standing: z.enum(['tried', 'never-tried']),
  source: z.url(),
  read: z.union([z.string(), z.date()]),
  note: z.string(),
  makes: z.array(z.enum(['customer', 'order'])).min(1),
  settings: z.array(asked),
  secrets: z.array(asked).min(1),
  base: z.string(),
  'sign-in': signInShape,
  /** Where an answer that refuses says why, as a word. */
  fault: z.string(),
  place: z.array(stepShape).min(2),
  remove: z.array(stepShape).min(1),
});
export type ShopApi = z.output<typeof shopApiShape>;

export const shopApiNames = ['woocommerce', 'magento', 'shopware', 'prestashop', 'shopify', 'medusa', 'vendure'] as const;
export type ShopApiName = (typeof shopApiNames)[number];

export function shopApi(name: ShopApiName): ShopApi {
  return readData(`honey/shops/${name}.yaml`, shopApiShape);
}

export function isShopApi(text: unknown): text is ShopApiName {
  return shopApiNames.some((name) => name === text);
}
