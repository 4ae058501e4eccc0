import { idShape } from '#kernel/shapes.ts';
import { openTelemetry } from '../open-telemetry.ts';

const [path = '', org = '', size = '10'] = process.argv.slice(2);
const telemetry = await openTelemetry({ path, retentionDays: null });
const parsed = idShape('org').parse(org);
for (let batch = 1; ; batch++) {
  const at = new Date();
  const rows = Array.from({ length: Number(size) }, (_, i) => ({
    ...{ shop_id: 's', at, received_at: at, path: '/' },
    file_offset: batch * Number(size) + i,
  }));
  await telemetry.insert(parsed, 'requests', rows, { token: `batch-${batch}` });
  process.stdout.write(`${batch}\n`);
}
