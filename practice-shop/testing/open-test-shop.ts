import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPracticeShop, type PracticeShop, type PracticeShopOptions } from '../open-practice-shop.ts';
import { type ReadLine, readLog } from './read-log.ts';

export interface TestShop extends PracticeShop {
  /** What the access log holds now, once every answer is in it. */
  lines(): Promise<ReadLine[]>;
  /** The audit events noted so far. */
  events(): Promise<{ readonly event: string; readonly [key: string]: unknown }[]>;
}

/** Opens a small practice shop in a temporary folder that is removed with it. */
export async function openTestShop(options: Partial<PracticeShopOptions> = {}): Promise<TestShop> {
  const folder = mkdtempSync(join(tmpdir(), 'practice-shop-test-'));
  const shop = await openPracticeShop({ folder, seed: 11, customers: 300, orders: 1200, neighbourDelayMs: 20, ...options });
  const close = async (): Promise<void> => {
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const text = async (name: string): Promise<string> => {
    await shop.settled();
    return readFileSync(join(folder, name), 'utf8');
  };
  return {
    ...shop,
    close,
    [Symbol.asyncDispose]: close,
    lines: async () => readLog(await text('access.log')),
    events: async () =>
      (await text('audit.jsonl'))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}
