import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { openTelemetry } from '../open-telemetry.ts';
import type { Telemetry } from '../types.ts';

export interface TestTelemetry extends Telemetry, AsyncDisposable {
  /** An organisation that nobody used before. */
  newOrg(): OrgId;
}

/** An engine of its own in a folder of its own, both gone when it is disposed of. */
export async function openTestTelemetry(): Promise<TestTelemetry> {
  const path = mkdtempSync(join(tmpdir(), "shopbell-test's-"));
  const telemetry = await openTelemetry({ path, retentionDays: null, partition: 'none' });
  let count = 0;
  return {
    ...telemetry,
    newOrg: () => makeId('org', ++count, new Uint8Array(16)),
    async [Symbol.asyncDispose]() {
      await telemetry.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
