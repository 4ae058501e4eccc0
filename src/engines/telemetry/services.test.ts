import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeId } from '#kernel/ids.ts';
import { openLocalDriver } from './driver.ts';
import { migrateTelemetry } from './migrate-telemetry.ts';
import { openTelemetry } from './open-telemetry.ts';

const org = makeId('org', 1, new Uint8Array(16));
const at = new Date(Date.now() - 3_600_000);
const span = (change: Record<string, string | number | null>) => ({
  ...{ shop_id: 's', source_id: 'src', at, received_at: at, service: 'shop', kind: 'client', status: 'ok', duration_ms: 100 },
  ...{ peer: '', db_system: '', parent_id: 'p' },
  ...change,
});
const rows = [
  span({ peer: 'api.gateway.example', far: 'api.gateway.example', far_kind: 'host', version: '1.2' }),
  span({ peer: 'api.gateway.example', far: 'api.gateway.example', far_kind: 'host', status: 'error', duration_ms: null }),
  span({ peer: 'db-1', db_system: 'mysql', far: 'db-1', far_kind: 'database' }),
  span({ kind: 'server', http_status: 503 }),
  span({ kind: 'internal' }),
  span({ kind: 'internal', parent_id: '', service: '' }),
];
const question = `select service, side, far, far_kind, calls, errors, durations from @service_hours order by service, side, far`;
const told = [
  { service: 'shop', side: 'in', far: '', far_kind: '', calls: 1, errors: 1, durations: { 53: 1 } },
  { service: 'shop', side: 'out', far: 'api.gateway.example', far_kind: 'host', calls: 2, errors: 1, durations: { 53: 1 } },
  { service: 'shop', side: 'out', far: 'db-1', far_kind: 'database', calls: 1, errors: 0, durations: { 53: 1 } },
  { service: 'unnamed', side: 'own', far: '', far_kind: '', calls: 1, errors: 0, durations: { 53: 1 } },
];

it('what services serve and call is counted once by the minute and the hour, and what was stored before is counted too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-services-'));
  const path = join(folder, 'telemetry');
  try {
    const first = await openTelemetry({ path });
    await first.insert(org, 'spans', rows, { token: 'one' });
    await first.insert(org, 'spans', rows, { token: 'one' });
    expect(await first.query(org, question)).toEqual(told);
    await first.close();

    const driver = await openLocalDriver(path);
    for (const table of ['service_minutes_of_spans', 'service_hours_of_minutes', 'service_minutes', 'service_hours'])
      await driver.command(`drop table ${table}`);
    for (const column of ['far', 'far_kind', 'version', 'place', 'criticality'])
      await driver.command(`alter table spans drop column ${column}`);
    await driver.command("alter table shopbell_migrations delete where name = '008-services.sql' settings mutations_sync = 2");
    await migrateTelemetry(driver, { retentionDays: 90, partition: 'day' });
    await driver.close();
    const second = await openTelemetry({ path });
    expect(await second.query(org, question)).toEqual(told);
    await second.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
