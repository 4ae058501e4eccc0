import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import { findShop } from '#registry/index.ts';
import { hashOfToken } from '../../verbs/add-check.ts';
import { orderKeys, stepRow } from '../step-row.ts';
import { orderTables } from '../store.ts';
import { storeSteps } from '../store-steps.ts';
import { adapters } from './adapters.ts';

/** `unknown`: no such address. `refused`: not signed by the provider, or too old. `unreadable`: genuine, and it cannot be understood. */
type HookAnswer = 'taken' | 'unknown' | 'refused' | 'unreadable';

interface Heard {
  readonly answer: HookAnswer;
  /** What the provider wants to hear; `undefined`: the state says enough. */
  readonly reply?: { readonly type: string; readonly text: string } | undefined;
}

interface Message {
  readonly token: string;
  readonly body: string;
  header(name: string): string | undefined;
}

/**
 * Takes a message of a payment provider or a courier: `/in/hooks/{token}`. The token begins with the organisation's id, so that only its rows are looked at.
 * Returns when what it tells is durable; the same message again stores nothing.
 */
export async function takeHookMessage(house: House, { token, body, header }: Message): Promise<Heard> {
  const org = token.slice(0, token.indexOf('.'));
  if (!isId('org', org) || token.length > 200) return { answer: 'unknown' };
  const hook = await house.state.inOrg(org, (db) =>
    orderTables(db).selectFrom('watch_order_hooks').selectAll().where('token_hash', '=', hashOfToken(token)).executeTakeFirst(),
  );
  if (hook === undefined) return { answer: 'unknown' };
  const adapter = adapters[hook.provider];
  const note = async (answer: HookAnswer, reason: string): Promise<Heard> => {
    await noteMessage(house, org, hook.hook_id, answer, reason);
    return { answer, reply: answer === 'refused' ? undefined : adapter.answer?.(body) };
  };
  const secret = house.secrets.open(org, hook.secret as Sealed, 'use-own-secret');
  const now = house.clock.now();
  if (!adapter.isGenuine({ body, header }, secret, now.getTime()))
    return note('refused', 'the signature is not right, or the message is old');
  const { timeZone } = await house.state.inOrg(org, (db) => findShop(db, hook.shop_id));
  const message = adapter.read(body, timeZone);
  if (typeof message === 'string') return note('unreadable', message);
  if (message.steps.some(({ moving }) => moving === true)) {
    await storeSteps(house, { org, shop: hook.shop_id, source: hook.hook_id }, message.steps);
  } else if (message.steps.length > 0) {
    const context = { shop: hook.shop_id, source: hook.hook_id, receivedAt: now, keys: orderKeys(house, org) };
    const rows = message.steps.map((step) => stepRow(context, step));
    await house.telemetry.insert(org, 'order_steps', rows, { token: `hook ${hook.hook_id} ${message.id}` });
  }
  return note('taken', '');
}

async function noteMessage(house: House, org: OrgId, hook: `hook_${string}`, answer: HookAnswer, reason: string): Promise<void> {
  const column = answer === 'taken' ? 'taken' : 'refused';
  await house.state.inOrg(org, (db) =>
    orderTables(db)
      .updateTable('watch_order_hooks')
      .set({
        [column]: sql<number>`least(${sql.ref(column)} + 1, 2000000000)`,
        reason,
        ...(answer === 'taken' ? { last_at: house.clock.now() } : {}),
      })
      .where('hook_id', '=', hook)
      .execute(),
  );
}
