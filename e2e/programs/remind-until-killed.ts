import { readConfig } from '#app/config.ts';
import { startShopbell } from '#app/start-shopbell.ts';

// Runs what works in the background and says `ready`, until it is killed.
const running = await startShopbell(readConfig({ ...process.env, SHOPBELL_ROLES: 'worker' }, process.cwd()));
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)));
process.stdout.write('ready\n');
