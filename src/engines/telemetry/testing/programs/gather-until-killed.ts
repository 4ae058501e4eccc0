// Inserts many deliveries at the same time into the folder given, together with each other, and says each one that was acknowledged, until it is killed.
import { idShape } from '#kernel/shapes.ts';
import { openTelemetry } from '../../open-telemetry.ts';

const [path = '', org = '', from = '0'] = process.argv.slice(2);
const telemetry = await openTelemetry({ path, retentionDays: null });
const parsed = idShape('org').parse(org);
process.stdout.write('open\n');
await Promise.all(
  Array.from({ length: 12 }, async (_, sender) => {
    for (let nth = Number(from); ; nth++) {
      const at = new Date();
      const delivery = `${sender}-${nth}`;
      const rows = Array.from({ length: 20 }, (__, row) => ({ shop_id: 's', at, received_at: at, path: `/${delivery}`, file_offset: row }));
      await telemetry.insert(parsed, 'requests', rows, { token: delivery, together: true });
      process.stdout.write(`${delivery}\n`);
    }
  }),
);
