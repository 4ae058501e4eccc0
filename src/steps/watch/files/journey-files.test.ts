import { describe, expect, it } from 'vitest';
import { readCheckFiles } from './read-check-files.ts';

const yaml = (file: string) =>
  `shop: North\nchecks:\n  - name: buying\n    kind: journey\n    url: https://north.example/\n    file: ${file}\n`;
const journey = { path: 'north/journeys/buy.spec.ts', text: "import { test } from '@playwright/test';\ntest('buy', async () => {});\n" };

describe('journeys in files of checks', () => {
  it('are taken from the Playwright file that stands beside, and made every minute unless told', () => {
    const { wanted, faults } = readCheckFiles([{ path: 'north/checks.yaml', text: yaml('./journeys/buy.spec.ts') }, journey]);
    expect(faults).toEqual([]);
    expect(wanted[0]).toMatchObject({ key: 'buying', everyMs: 60_000, target: { kind: 'journey', file: journey.text } });
  });

  it('are refused with the line when the file is not there', () => {
    const { wanted, faults } = readCheckFiles([{ path: 'checks.yaml', text: yaml('./other.spec.ts') }, journey]);
    expect(wanted).toEqual([]);
    expect(faults).toEqual(['checks.yaml:6: file: other.spec.ts is not among the files; apply the folder that holds it']);
  });

  it('may stand in the file itself', () => {
    const { wanted } = readCheckFiles([{ path: 'a.yaml', text: yaml(`|\n      ${journey.text.replaceAll('\n', '\n      ')}`) }]);
    expect(wanted[0]?.target).toMatchObject({ file: expect.stringContaining("test('buy'") });
  });
});
