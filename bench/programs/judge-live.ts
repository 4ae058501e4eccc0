// A whole Shopbell that follows one log: says `begin` when the source is added and `signal ADDRESS MS` for each signal it raises.
import { followLedger } from '../../src/cli/drill/follow-ledger.ts';
import { signalRaised } from '../../src/steps/detect/events.ts';
import { openBenchShop } from './open-bench-shop.ts';

const [folder = '', path = ''] = process.argv.slice(2);
const { running, org, follow } = await openBenchShop(folder);
const { house } = running;
await follow(path);
const ledger = await followLedger(house, org);
let ended = false;
process.once('SIGTERM', () => {
  ended = true;
});
process.stdout.write('begin\n');
for (let told = 0; !ended; await house.clock.sleep(500)) {
  const raised = await ledger.all(signalRaised);
  for (const entry of raised.slice(told)) process.stdout.write(`signal ${entry.payload.actor.address ?? ''} ${entry.at.getTime()}\n`);
  told = raised.length;
}
await ledger.stop();
await running.stop();
process.exit(0);
