import { z } from 'zod';
import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { listOrganisations } from '#registry/index.ts';
import { type AppliedDocument, applyChecks, checkFilesShape, planChecks } from '#steps/watch/index.ts';

/** What `shopbell apply` asks: what would change, or to change it; in which organisation, when there are several. */
export const applyRequestShape = checkFilesShape.extend({ apply: z.boolean(), organisation: z.string().optional() });
type ApplyRequest = z.output<typeof applyRequestShape>;

/** Answers for whoever may use the data folder. Throws NOT_FOUND, INPUT_INVALID when it could be several organisations. */
export async function answerApply(house: House, { apply, organisation, ...files }: ApplyRequest): Promise<AppliedDocument> {
  const all = await listOrganisations(house.state);
  const fitting = organisation === undefined ? all : all.filter((one) => one.id === organisation || one.name === organisation);
  const [first, ...others] = fitting;
  if (all.length === 0) throw new ShopbellError('INPUT_INVALID', { reason: 'this Shopbell is not set up yet: run ./shopbell up first' });
  if (first === undefined) throw new ShopbellError('NOT_FOUND', { what: 'organisation' });
  if (others.length > 0)
    throw new ShopbellError('INPUT_INVALID', { reason: `--organisation: say which, ${fitting.map((one) => one.name).join(' or ')}` });
  const scope = { house, org: first.id, actor: { kind: 'system', id: 'command-line', role: 'system' } } as const;
  return apply ? applyChecks(scope, { ...files, only: null }) : planChecks(scope, { ...files, only: null });
}
