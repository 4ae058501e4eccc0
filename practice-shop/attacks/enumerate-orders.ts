import type { PracticeShop } from '../open-practice-shop.ts';
import { attackerAddresses } from '../traffic/addresses.ts';
import { openClient } from '../traffic/open-client.ts';
import { pacer } from '../traffic/pause.ts';
import { browserAgents } from '../traffic/user-agents.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { type AttackOptions, type AttackTruth, openTally, refuseOthers } from './attack-truth.ts';

export interface EnumerateOptions extends AttackOptions {
  /** Requests a second; 20 unless told. */
  readonly perSecond?: number;
  /** Order numbers to try; 300 unless told. Some do not exist. */
  readonly count?: number;
  /** The first number; somewhere in the first half unless told. */
  readonly from?: number;
}

/** Opens one fresh account and steps through order numbers from two addresses. */
export async function enumerateOrders(shop: PracticeShop, options: EnumerateOptions = {}): Promise<AttackTruth> {
  await refuseOthers(shop);
  const random = seededRandom(options.seed ?? 'enumerate');
  const addresses = attackerAddresses('enumerate-orders', 2, random);
  const client = openClient(shop.url, addresses[0] ?? '203.0.113.200', browserAgents[0] ?? 'Mozilla/5.0');
  const tally = openTally('enumerate-orders');
  const name = `fresh-${random.hex(6)}`;
  const registration = { name: 'Practice Newcomer', email: `${name}@mail.practice-shop.test`, password: `fresh-${random.hex(10)}` };
  const before = new Set(shop.truth.customerIds());
  tally.answered(await client.ask('/account/register'), client.address);
  tally.answered(await client.ask('/account/register', { form: registration }), client.address);
  for (const id of shop.truth.customerIds()) if (!before.has(id)) tally.made(id);
  const from = options.from ?? 100_000 + random.between(200, Math.max(200, Math.floor(shop.world.orders.length / 2)));
  const wait = pacer(options.perSecond ?? 20, options.signal);
  for (let number = from; number < from + (options.count ?? 300); number++) {
    await wait();
    if (options.signal?.aborted) break;
    client.address = addresses[Math.floor((number - from) / 7) % 2] ?? client.address;
    const answer = tally.answered(await client.ask(`/account/orders/${number}`), client.address);
    if (answer.status === 200 && answer.text.includes(`Order ${number}`))
      tally.order(String(number), shop.truth.customerOf(String(number))?.id);
  }
  await shop.settled();
  return tally.finish();
}
