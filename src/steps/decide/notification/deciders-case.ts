import type { Context } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { type CaseId, isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import type { WebEnv } from '#web/types.ts';

/** The case that is asked for, of somebody who decides: a notification names the organisation's people. Throws NOT_ALLOWED, NOT_FOUND. */
export function decidersCase(c: Context<WebEnv>): CaseId {
  if (!may(c.var.scope.actor.role, 'decide')) throw new ShopbellError('NOT_ALLOWED', { permission: 'decide' });
  const id = c.req.param('id');
  if (!isId('case', id)) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  return id;
}
