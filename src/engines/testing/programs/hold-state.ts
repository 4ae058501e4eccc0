// A program for life-cycle tests: opens state in a folder, writes a row each 5 ms, says each number after its commit.
import { sql } from 'kysely';
import { systemClock } from '../../clock/system-clock.ts';
import { holdDataFolder } from '../../files/hold-data-folder.ts';
import { openLog } from '../../log/open-log.ts';
import { openState } from '../../state/open-state.ts';

const folder = process.argv[2] ?? '';
const hold = await holdDataFolder(folder, systemClock.now());
const state = await openState({ folder, log: openLog('silent') });
await state.everywhere((db) => sql`create table if not exists written (org_id text not null default '*', n int primary key)`.execute(db));
process.stdout.write('ready\n');
let wanted = true;
process.once('SIGTERM', () => {
  wanted = false;
});
for (let n = 0; wanted; n++) {
  await state.everywhere((db) => sql`insert into written (n) values (${n}) on conflict do nothing`.execute(db));
  process.stdout.write(`${n}\n`);
  await systemClock.sleep(5);
}
await state.close();
await hold.release();
