import { openTally, type Tally } from '../attacks/attack-truth.ts';
import type { SeededRandom } from '../world/seeded-random.ts';
import { attackerAddresses } from './addresses.ts';
import { browserAgents } from './user-agents.ts';
import type { Step, VisitedWorld } from './visits.ts';

export type WrittenAttackName = 'enumerate-orders' | 'stuff-credentials' | 'take-dump' | 'export-customers';

export interface WrittenStep extends Step {
  readonly address: string;
  readonly agent: string;
  /** What reading this answer gives away. */
  readonly gives?: (tally: Tally) => void;
}

export interface WrittenAttack {
  readonly name: WrittenAttackName;
  readonly tally: Tally;
  readonly steps: Iterator<WrittenStep, void>;
}

type Maker = (at: VisitedWorld, random: SeededRandom) => Generator<WrittenStep, void>;

function* enumerate(at: VisitedWorld, random: SeededRandom): Generator<WrittenStep, void> {
  const owners = new Map(at.world.orders.map((each) => [each.number, each.customer]));
  const addresses = attackerAddresses('enumerate-orders', 2, random);
  const from = 100_000 + random.between(200, Math.max(200, Math.floor(at.world.orders.length / 2)));
  const agent = browserAgents[0] ?? '';
  for (let i = 0; i < 400; i++) {
    const number = String(from + i);
    const owner = owners.get(number);
    const address = addresses[Math.floor(i / 7) % 2] ?? '203.0.113.200';
    const step = {
      afterMs: random.between(300, 900),
      method: 'GET',
      path: `/account/orders/${number}`,
      referer: '',
      address,
      agent,
    } as const;
    yield owner ? { ...step, status: 200, gives: (tally) => tally.order(number, owner) } : { ...step, status: 404 };
  }
}

function* stuff(at: VisitedWorld, random: SeededRandom): Generator<WrittenStep, void> {
  const addresses = attackerAddresses('stuff-credentials', 60, random);
  for (let i = 0; i < 600; i++) {
    const address = addresses[i % addresses.length] ?? '203.0.113.201';
    const agent = browserAgents[i % browserAgents.length] ?? '';
    const base = { method: 'POST', path: '/account/sign-in', referer: '', address, agent } as const;
    const fits = random.chance(0.03);
    const afterMs = random.between(200, 700);
    if (!fits) {
      yield { ...base, afterMs, status: 401 };
      continue;
    }
    const victim = random.pick(at.buyers);
    yield { ...base, afterMs, status: 303, gives: (tally) => tally.takenOver(victim.id) };
    const read = { method: 'GET', referer: `${at.origin}/account`, status: 200, address, agent } as const;
    yield { ...read, afterMs: 180, path: '/account', gives: (tally) => tally.customer(victim.id) };
    for (const order of at.ordersOf.get(victim.id) ?? [])
      yield { ...read, afterMs: 220, path: `/account/orders/${order.number}`, gives: (tally) => tally.order(order.number, victim.id) };
  }
}

function* dump(at: VisitedWorld, random: SeededRandom): Generator<WrittenStep, void> {
  const [address = '203.0.113.204'] = attackerAddresses('take-dump', 1, random);
  const base = { method: 'GET', referer: '', address, agent: 'curl/8.9.1', afterMs: 150 } as const;
  for (const path of ['/.env', '/.git/config', '/backup.zip', '/db.sql']) yield { ...base, path, status: 404 };
  const gives = (tally: Tally): void => {
    for (const each of at.world.customers) tally.customer(each.id);
    for (const each of at.world.orders) tally.order(each.number, each.customer);
  };
  yield { ...base, path: '/backup.sql', status: 200, gives };
}

function* exporting(at: VisitedWorld, random: SeededRandom): Generator<WrittenStep, void> {
  const [address = '203.0.113.205'] = attackerAddresses('export-customers', 1, random);
  const base = { referer: `${at.origin}/admin`, address, agent: browserAgents[4] ?? '', afterMs: 900 } as const;
  yield { ...base, method: 'POST', path: '/admin/sign-in', status: 303 };
  yield { ...base, method: 'POST', path: '/admin/users', status: 303 };
  yield { ...base, method: 'POST', path: '/admin/sign-in', status: 303 };
  const gives = (tally: Tally): void => {
    for (const each of at.world.customers) tally.customer(each.id);
  };
  yield { ...base, method: 'GET', path: '/admin/customers/export', status: 200, gives };
}

const makers: Readonly<Record<WrittenAttackName, Maker>> = {
  'enumerate-orders': enumerate,
  'stuff-credentials': stuff,
  'take-dump': dump,
  'export-customers': exporting,
};

/** Plans an attack for a log that is only written. Its truth holds what was really written of it. */
export function writtenAttack(name: WrittenAttackName, at: VisitedWorld, random: SeededRandom): WrittenAttack {
  return { name, tally: openTally(name), steps: makers[name](at, random) };
}
