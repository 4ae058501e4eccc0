import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdDataFolder } from './hold-data-folder.ts';

test('of many that try at once exactly one holds the folder, and it is free again afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-hold-'));
  for (let round = 0; round < 5; round++) {
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => holdDataFolder(folder, new Date())));
    const held = results.filter((result) => result.status === 'fulfilled');
    expect(held).toHaveLength(1);
    for (const one of held) await one.value.release();
  }
  rmSync(folder, { recursive: true });
});
