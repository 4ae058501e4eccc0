import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { ordersRead, readLog } from './testing/read-log.ts';
import { writeLog } from './write-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'practice-log-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const usual = {
  lines: 20_000,
  seed: 3,
  from: new Date('2026-11-01T00:00:00Z'),
  spanMs: 6 * 3_600_000,
  customers: 500,
  orders: 2500,
  attacks: ['enumerate-orders', 'stuff-credentials', 'take-dump', 'export-customers'] as const,
};

test('a written log has so many lines in the order of time over its span, and its truth is in it', async () => {
  const path = join(folder, 'a.log');
  const written = await writeLog({ ...usual, path });
  const text = readFileSync(path, 'utf8');
  const lines = readLog(text);
  expect(lines).toHaveLength(usual.lines);
  expect(written).toMatchObject({ lines: usual.lines, bytes: text.length });
  expect(lines.every((each, i) => i === 0 || each.at >= (lines[i - 1]?.at ?? each.at))).toBe(true);
  expect(written.last.getTime() - usual.from.getTime()).toBeGreaterThan(usual.spanMs * 0.9);
  expect(written.attacks.map((each) => each.attack)).toEqual(usual.attacks);
  for (const attack of written.attacks) {
    const theirs = lines.filter((each) => attack.addresses.includes(each.address));
    expect(theirs).toHaveLength(attack.requests);
    expect(Math.floor(attack.startedAt.getTime() / 1000)).toBe((theirs[0]?.at.getTime() ?? 0) / 1000);
    if (attack.attack !== 'take-dump') expect(ordersRead(lines, attack.addresses)).toEqual(attack.read.orders);
  }
});

test('the same options give the same bytes, compressed or not', async () => {
  const small = { ...usual, lines: 3000 };
  await writeLog({ ...small, path: join(folder, 'b.log') });
  await writeLog({ ...small, path: join(folder, 'c.log.gz') });
  expect(gunzipSync(readFileSync(join(folder, 'c.log.gz')))).toEqual(readFileSync(join(folder, 'b.log')));
});
