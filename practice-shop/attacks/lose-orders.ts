import type { PracticeShop } from '../open-practice-shop.ts';
import { visitorAddress } from '../traffic/addresses.ts';
import { openClient } from '../traffic/open-client.ts';
import { pacer, pause } from '../traffic/pause.ts';
import { browserAgents } from '../traffic/user-agents.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { type AttackOptions, refuseOthers } from './attack-truth.ts';

export interface LoseOptions extends AttackOptions {
  /** Orders that honest customers place meanwhile; 12 unless told. */
  readonly count?: number;
  /** Share of orders that the ERP forgets; 0.4 unless told. */
  readonly share?: number;
  readonly perSecond?: number;
  /** How long the last orders may take to arrive, in milliseconds; 5,000 unless told. */
  readonly waitMs?: number;
}

export interface LostTruth {
  readonly attack: 'lose-orders';
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Every order placed and paid meanwhile. */
  readonly placed: readonly string[];
  /** Paid, answered 202 by the ERP, and never seen again. */
  readonly lost: readonly string[];
}

/** No thief: the ERP says yes to every order and silently forgets some, while honest customers buy. */
export async function loseOrders(shop: PracticeShop, options: LoseOptions = {}): Promise<LostTruth> {
  await refuseOthers(shop);
  const random = seededRandom(options.seed ?? 'lose');
  const { erp } = shop.neighbours;
  const startedAt = new Date();
  const forgottenBefore = new Set(erp.forgotten);
  erp.switches.dropShare = options.share ?? 0.4;
  const wait = pacer(options.perSecond ?? 6, options.signal);
  const placed: string[] = [];
  for (let i = 0; i < (options.count ?? 12); i++) {
    await wait();
    if (options.signal?.aborted) break;
    const customer = random.pick(shop.world.customers);
    const client = openClient(shop.url, visitorAddress(random), random.pick(browserAgents));
    await client.ask('/account/sign-in', { form: { email: customer.email, password: customer.password } });
    await client.ask('/cart', { form: { product: random.pick(shop.world.products).slug, quantity: '1' } });
    const form = {
      name: customer.name,
      email: customer.email,
      street: customer.street,
      city: customer.city,
      'card-number': '4242424242424242',
    };
    const answer = await client.ask('/checkout', { form });
    const number = /order=(\d+)/.exec(answer.location ?? '')?.[1];
    if (number) placed.push(number);
  }
  const reached = () => placed.filter((each) => erp.handled.has(each) || erp.forgotten.has(each)).length;
  for (let waited = 0; waited < (options.waitMs ?? 5000) && reached() < placed.length; waited += 50) await pause(50, options.signal);
  erp.switches.dropShare = 0;
  await shop.settled();
  const lost = [...erp.forgotten].filter((each) => !forgottenBefore.has(each)).sort();
  return { attack: 'lose-orders', startedAt, endedAt: new Date(), placed, lost };
}
