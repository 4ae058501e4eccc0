import { createHash } from 'node:crypto';
import type { Scope } from '#engines/verb.ts';
import { findShop } from '#registry/index.ts';
import type { CopyState } from '../../events.ts';
import { beginCopy } from '../../verbs/begin-copy.ts';
import { endCopy } from '../../verbs/end-copy.ts';
import { openCard } from '../open-card.ts';
import type { HoneyId } from '../store-honeys.ts';
import { type Ran, runSteps } from './run-steps.ts';
import { shopApi } from './shop-api.ts';
import { openTexts } from './store-writers.ts';
import type { Values } from './write-step.ts';

/** What everybody reads who comes upon the order. */
const NOTE = 'TEST ORDER made for monitoring: do not pack, ship or count';

/**
 * Puts a honey customer into its shop through the shop's own interface, or takes it out again. Looks first whether it is there, so that
 * doing it again makes nothing twice. What was done and what failed is kept, told in the ledger, and returned.
 * Throws NOT_ALLOWED, NOT_FOUND, INPUT_INVALID (no access, retired, somebody is at it).
 */
export async function putHoney(scope: Scope, honey: HoneyId, what: 'put' | 'remove'): Promise<{ readonly state: CopyState }> {
  const { house, org } = scope;
  const { row, writer, numbers } = await beginCopy(scope, { honey, what });
  const api = shopApi(writer.api);
  const shop = await house.state.inOrg(org, (db) => findShop(db, row.shop_id));
  const card = openCard(scope, row);
  const [first = '', last = ''] = card.name.split(' ');
  const hex = createHash('sha256').update(honey).digest('hex');
  const known: Values = numbers === null ? {} : openTexts(scope, numbers);
  const values = {
    ...{ customer: known.customer ?? '', order: known.order ?? '' },
    ...{ mail: card.mail, phone: card.phone, first, last, country: shop.country, note: NOTE },
    ...{ hex: hex.slice(0, 32), short: `T${hex.slice(0, 9)}` },
    password: `${Buffer.from(house.random.bytes(18)).toString('base64url')}aA1!`,
  };
  const access = { api, settings: writer.settings, secrets: openTexts(scope, writer.secrets), allowPrivate: shop.allowPrivate };
  const ran = await runSteps(house, access, what === 'put' ? api.place : api.remove, what === 'put' ? { ...values, customer: '' } : values);
  const { customer = '', order = '' } = ran.values;
  const isGone = what === 'remove' && ran.failed === null;
  const isOrderGone = isGone || (what === 'remove' && ran.done.includes('order'));
  return endCopy(scope, {
    ...{ honey, what, state: stateOf(what, ran) },
    ...{ customer: isGone ? '' : customer, order: isOrderGone ? '' : order },
    done: [...ran.done],
    reason: ran.failed === null ? '' : `${ran.failed.step}: ${ran.failed.reason}`,
  });
}

function stateOf(what: 'put' | 'remove', { failed, values }: Ran): CopyState {
  if (what === 'remove') return failed === null ? 'removed' : 'left';
  if (failed === null) return 'placed';
  return (values.customer ?? '') === '' ? 'failed' : 'half';
}
