import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readBaseline, readSettings } from '#steps/inspect/index.ts';
import { gateCommand } from '../gate.ts';
import { inspectCommand } from '../inspect.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'gate.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const bytes = (text: string) => new TextEncoder().encode(text);
const flagsIn = (text: string) => [...text.matchAll(/(?<=[\s`"])(--[a-z][a-z-]+)/g)].map(([flag]) => flag);

it('every snippet parses, and what is ours is what the program reads', () => {
  expect(blocks.length).toBe(6);
  for (const block of blocks)
    for (const document of parseAllDocuments(block)) expect('errors' in document ? document.errors : [], block).toEqual([]);
  const [baseline = '', settings = ''] = blocks;
  expect(readBaseline(bytes(baseline), 'page').findings).toMatchObject([{ check: 'cookies', until: '2027-01-31' }]);
  expect(readSettings(bytes(settings), 'page').budgets).toEqual({
    '*': { weight: 1_500_000, cls: 0.1 },
    home: { scriptWeight: 300_000, lcp: 2_500 },
  });
});

it('every flag that the page names exists, and every flag is named', () => {
  const own = gateCommand().options.map(({ long }) => long ?? '');
  const foreign = ['--sbom-format', '--body-file', '--edit-last', '--create-if-none'];
  const named = new Set(flagsIn(page));
  expect([...named].filter((flag) => !own.includes(flag) && !foreign.includes(flag))).toEqual([]);
  expect(own.filter((flag) => !named.has(flag)).sort()).toEqual(['--json', '--key', '--rate', '--shop']);
  const both = [
    '--allow-private',
    '--format',
    '--baseline',
    '--write-baseline',
    '--fail-on',
    '--journey',
    '--skip',
    '--only',
    '--explain',
    '--exit-zero',
  ];
  expect(inspectCommand().options.map(({ long }) => long)).toEqual(expect.arrayContaining(both));
});

it('settings that are not right are refused with the field', () => {
  const wrong = (text: string) => () => readSettings(bytes(text), 'shopbell.yml');
  expect(wrong('gate:\n  failon: low\n')).toThrow(/shopbell.yml: gate: .*failon/);
  expect(wrong('gate:\n  budgets: { home: { weight: heavy } }\n')).toThrow(/gate.budgets.home.weight/);
  expect(wrong('gate: [')).toThrow(/shopbell.yml: /);
  expect(readSettings(bytes('checks: []\n'), 'shopbell.yml')).toEqual({});
  expect(readSettings(bytes(''), 'shopbell.yml')).toEqual({});
});
