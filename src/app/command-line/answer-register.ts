import { z } from 'zod';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { listOrganisations, listShops } from '#registry/index.ts';
import { chainRegister, exportRegister, registerFormats } from '#steps/decide/index.ts';
import { loadMessages } from '#web/messages.ts';
import { locales } from '#web/types.ts';

/** What `shopbell register export` asks. */
export const registerRequestShape = z.strictObject({
  format: z.enum(registerFormats),
  organisation: z.string().optional(),
  language: z.enum(locales),
});
export type RegisterRequest = z.infer<typeof registerRequestShape>;

export const registerAnswerShape = z.object({ organisation: z.string(), base64: z.string(), head: z.string(), links: z.int() });
export type RegisterAnswer = z.infer<typeof registerAnswerShape>;

/** The register of one organisation as a file. Throws NOT_FOUND, INPUT_INVALID when it is not clear which organisation, BROWSER_MISSING for a PDF. */
export async function answerRegister(house: House, { format, organisation, language }: RegisterRequest): Promise<RegisterAnswer> {
  const all = await listOrganisations(house.state);
  const fitting = organisation === undefined ? all : all.filter((one) => one.id === organisation || one.name === organisation);
  const [found, ...others] = fitting;
  if (!found) throw new ShopbellError('NOT_FOUND', { what: 'organisation' });
  if (others.length > 0) {
    throw new ShopbellError('INPUT_INVALID', { reason: `--organisation: say which, ${fitting.map((one) => one.id).join(' or ')}` });
  }
  const scope = { house, org: found.id, actor: { kind: 'system', id: 'command-line', role: 'system' } } as const;
  // A data folder of an older Shopbell that has not run since: its entries are linked first.
  await chainRegister(scope, {});
  const [shop] = await house.state.inOrg(found.id, (db) => listShops(db));
  const view = { locale: language, t: loadMessages(productFiles).in(language), timeZone: shop?.timeZone ?? 'UTC' };
  const { bytes, head, links } = await exportRegister(scope, format, view);
  return { organisation: found.id, base64: Buffer.from(bytes).toString('base64'), head, links };
}
