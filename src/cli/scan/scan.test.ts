import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WrittenLog, writeLog } from '#practice-shop/write-log.ts';
import { toDocument, toText } from './report.ts';
import { runScan, type ScanResult } from './run-scan.ts';

const corpora = join(import.meta.dirname, '../../../../shared/corpora');
const folder = mkdtempSync(join(tmpdir(), 'shopbell-scan-test-'));
const path = join(folder, 'access.log');
let truth: WrittenLog;

beforeAll(async () => {
  const attacks = ['enumerate-orders', 'stuff-credentials', 'take-dump'] as const;
  truth = await writeLog({ path, lines: 40_000, seed: 11, from: new Date('2026-05-01T00:00:00Z'), spanMs: 6 * 3_600_000, attacks });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scan = (files: readonly string[], dataMap = 'generic'): Promise<ScanResult> =>
  runScan({ files, dataMap, since: null, until: null, rules: null, progress: () => undefined });
const attackOf = (name: string) => truth.attacks.find((attack) => attack.attack === name);
const idsOf = (result: ScanResult, rule: string): string[] => [
  ...new Set(result.signals.filter((signal) => signal.rule === rule).flatMap((signal) => signal.records.map((record) => record.id))),
];

describe('scan of a practice log', () => {
  it('finds each attack once and names exactly the orders that it read', async () => {
    const result = await scan([path], 'practice');
    const serious = result.signals.filter((signal) => signal.level !== 'low');
    expect(serious.map((signal) => signal.rule).sort()).toEqual(['dump-taken', 'enumeration', 'stuffing']);
    expect(idsOf(result, 'enumeration').sort()).toEqual(attackOf('enumerate-orders')?.read.orders);
    expect(idsOf(result, 'stuffing').sort()).toEqual(attackOf('stuff-credentials')?.read.orders);
    expect(result.stored).toMatchObject({ read: truth.lines, rejected: 0 });
  });

  it('finds a customer list that somebody new exported, and bounds from its size how many people stand in it', async () => {
    const other = join(folder, 'export.log');
    const options = { path: other, lines: 8_000, seed: 3, from: new Date('2026-05-01T00:00:00Z'), spanMs: 2 * 3_600_000 };
    const written = await writeLog({ ...options, attacks: ['export-customers'] });
    const result = await scan([other], 'practice');
    const serious = result.signals.filter((signal) => signal.level !== 'low');
    expect(serious).toMatchObject([{ rule: 'bulk-export', level: 'medium', count: 1 }]);
    expect(written.attacks[0]?.addresses).toContain(serious[0]?.actor.address);
    const bytes = Number(serious[0]?.facts.bytes);
    expect(toDocument(result)).toMatchObject({
      affected: { people: { atLeast: 0, atMost: Math.ceil(bytes / 8) }, reasons: [{ code: 'export-size', values: { bytes } }] },
    });
  });

  it('points at lines that really say so, and tells people and machines the same', async () => {
    const result = await scan([path], 'practice');
    const lines = readFileSync(path, 'utf8').split('\n');
    for (const signal of result.signals.filter((one) => one.rule === 'enumeration')) {
      for (const { offset } of signal.evidence) expect(lines[offset - 1]).toMatch(/GET \/account\/orders\/\d+/);
    }
    const text = toText(result);
    expect(text).toContain('LEAKS');
    expect(text).toMatch(/access\.log:\d+/);
    expect(toDocument(result)).toMatchObject({
      schema: 'shopbell.scan/1',
      events: { read: truth.lines, rejected: 0 },
      affected: { people: { atMost: null } },
    });
  });

  it('reads compressed and split files, blank lines and rubbish, and finds the same', async () => {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(join(folder, 'one.log.gz'), gzipSync(`${lines.slice(0, 15_000).join('\n')}\n\n\n`));
    writeFileSync(join(folder, 'two.log'), `\0\0rubbish\n${lines.slice(15_000).join('\n')}`);
    const result = await scan([join(folder, 'one.log.gz'), join(folder, 'two.log')], 'practice');
    expect(result.stored).toMatchObject({ parsed: truth.lines, rejected: 1 });
    expect(idsOf(result, 'enumeration').sort()).toEqual(attackOf('enumerate-orders')?.read.orders);
  });

  it('tells what a file held before it broke off, and that the rest is not known', async () => {
    const whole = readFileSync(path, 'utf8');
    const packed = gzipSync(whole);
    writeFileSync(join(folder, 'cut.log.gz'), packed.subarray(0, Math.floor(packed.length * 0.9)));
    const result = await scan([join(folder, 'cut.log.gz')], 'practice');
    expect(result.stored.parsed).toBeGreaterThan(truth.lines / 2);
    expect(result.stored.parsed).toBeLessThan(truth.lines);
    expect(result.stored.broken).toEqual([{ file: join(folder, 'cut.log.gz'), reason: 'unexpected end of file' }]);
    expect(result.affected.people.atMost).toBeNull();
    expect(toText(result)).toContain('NOT READ TO ITS END');
    writeFileSync(join(folder, 'stub.log.gz'), packed.subarray(0, 12));
    await expect(scan([join(folder, 'stub.log.gz')], 'practice')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('looks only at the asked span', async () => {
    const result = await runScan({
      files: [path],
      dataMap: 'practice',
      since: new Date('2026-05-02T00:00:00Z'),
      until: null,
      rules: null,
      progress: () => undefined,
    });
    expect(result.signals).toEqual([]);
    expect(result.stored.skipped).toBe(truth.lines);
  });

  it('says which file cannot be read', async () => {
    await expect(scan([join(folder, 'absent.log')])).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(scan([folder])).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe.skipIf(!existsSync(corpora))('scan of logs that others wrote (where the corpora lie beside the project)', () => {
  it('rings for nothing in an ordinary log', async () => {
    const result = await scan([join(corpora, 'access-logs/apache_combined_10k.log')]);
    expect(result.stored).toMatchObject({ read: 10_000, rejected: 0 });
    expect(result.signals.map((signal) => signal.title)).toEqual([]);
  });

  const expected: readonly [log: string, family: string, sources: readonly string[]][] = [
    ['apache-cve-2021-41773', 'known-hole', ['172.17.0.1', '172.17.0.2']],
    ['apache-http-probing', 'probing', ['172.17.0.1']],
    ['apache_log4j2_cve-2021-44228', 'command-injection', ['192.168.1.3', '192.168.1.4', '192.168.1.5']],
    ['bunkerweb-http-path-traversal', 'traversal', ['127.0.0.1']],
    ['http-admin-interface-probing', 'admin-tools', ['157.230.234.189']],
    ['http-cve-probing', 'known-hole', ['127.0.0.1']],
    ['http-wordpress-scan', 'wordpress-scan', ['127.0.0.1', '192.168.1.1']],
    ['nginx-bad-user-agent', 'scanner', ['127.0.0.1']],
    ['nginx-http-backdoor', 'backdoors', ['127.0.0.1']],
    ['nginx-http-path-traversal', 'traversal', ['127.0.0.1']],
    ['nginx-http-sqli-probing', 'sql-injection', ['127.0.0.1']],
    ['nginx-http-xss-probing', 'cross-site-scripting', ['127.0.0.1']],
    ['traefik_base-http-scenario', 'probing', ['172.17.0.1']],
  ];

  it('raises every attack that another engine raises, with its source', async () => {
    const fileOf = (name: string): string => join(corpora, 'crowdsec-hub', name, `${name}.log`);
    const result = await scan(expected.map(([name]) => fileOf(name)));
    const raised = new Set(result.signals.map((signal) => `${signal.subject} ${signal.actor.address}`));
    for (const [name, family, sources] of expected) {
      for (const source of sources) expect(raised, name).toContain(`${family} ${source}`);
    }
  });
});
