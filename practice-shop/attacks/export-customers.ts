import type { PracticeShop } from '../open-practice-shop.ts';
import { attackerAddresses } from '../traffic/addresses.ts';
import { openClient } from '../traffic/open-client.ts';
import { pause } from '../traffic/pause.ts';
import { browserAgents } from '../traffic/user-agents.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { type AttackOptions, type AttackTruth, openTally, refuseOthers } from './attack-truth.ts';

export interface ExportOptions extends AttackOptions {
  /** Milliseconds between the attacker's steps; 400 unless told. */
  readonly stepMs?: number;
}

/** With a stolen staff password: makes a new staff account, signs in with it from elsewhere, and exports every customer. */
export async function exportCustomers(shop: PracticeShop, options: ExportOptions = {}): Promise<AttackTruth> {
  await refuseOthers(shop);
  const random = seededRandom(options.seed ?? 'export');
  const [first = '203.0.113.202', second = '203.0.113.203'] = attackerAddresses('export-customers', 2, random);
  const thief = openClient(shop.url, first, browserAgents[4] ?? 'Mozilla/5.0');
  const helper = openClient(shop.url, second, browserAgents[4] ?? 'Mozilla/5.0');
  const tally = openTally('export-customers');
  const fresh = { email: `support-${random.hex(4)}@mail.practice-shop.test`, password: `helper-${random.hex(8)}` };
  const step = () => pause(options.stepMs ?? 400, options.signal);
  tally.answered(await thief.ask('/admin/sign-in', { form: { ...shop.admin } }), first);
  await step();
  tally.answered(await thief.ask('/admin/users'), first);
  await step();
  const added = tally.answered(await thief.ask('/admin/users', { form: fresh }), first);
  if (added.status === 303) tally.made(fresh.email);
  await step();
  tally.answered(await helper.ask('/admin/sign-in', { form: fresh }), second);
  tally.answered(await helper.ask('/admin/customers'), second);
  await step();
  const csv = tally.answered(await helper.ask('/admin/customers/export'), second);
  if (csv.status === 200) for (const line of csv.text.split('\r\n').slice(1)) if (line) tally.customer(line.split(',')[0] ?? '');
  await shop.settled();
  return tally.finish();
}
