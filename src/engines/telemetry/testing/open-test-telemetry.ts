import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTelemetry } from '../open-telemetry.ts';
import type { Telemetry } from '../types.ts';

export type TestTelemetry = Telemetry & AsyncDisposable;

/** An engine of its own in a folder of its own, both gone when it is disposed of. */
export async function openTestTelemetry(): Promise<TestTelemetry> {
  const path = mkdtempSync(join(tmpdir(), "shopbell-test's-"));
  const telemetry = await openTelemetry({ path, retentionDays: null, partition: 'none' });
  return {
    ...telemetry,
    async [Symbol.asyncDispose]() {
      await telemetry.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
