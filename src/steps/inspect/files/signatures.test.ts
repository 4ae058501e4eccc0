import { expect, test } from 'vitest';
import { judgeFile } from './judge-file.ts';
import { factWords, fileSignatures } from './signature.ts';

/** Examples carry a sign that keeps them from working. */
const whole = (text: string): string => text.replaceAll('§', '');

const judge = (name: string, text: string) => judgeFile({ path: name, bytes: Buffer.from(whole(text)), linesBefore: 0 });

for (const signature of fileSignatures()) {
  test(`${signature.id}: finds its bad examples`, () => {
    for (const { name, text } of signature.bad) {
      const rules = judge(name, text).findings.map((finding) => finding.rule);
      expect(rules, text).toContain(signature.id);
    }
  });

  test(`${signature.id}: leaves its good examples alone`, () => {
    for (const { name, text } of signature.good) expect(judge(name, text).findings, text).toEqual([]);
  });
}

test('every fact that a signature names is said in words, and no name is taken twice', () => {
  const words = factWords();
  const named = fileSignatures().flatMap(({ when }) => when.flatMap(({ all, any, none }) => [...all, ...any.flat(), ...none]));
  const missing = named.filter((name) =>
    name.endsWith('*') ? !Object.keys(words).some((word) => word.startsWith(name.slice(0, -1))) : words[name] === undefined,
  );
  expect([...new Set(missing)]).toEqual([]);
  const ids = fileSignatures().map((signature) => signature.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a finding speaks in words, not in names of facts', () => {
  for (const signature of fileSignatures()) {
    for (const { name, text } of signature.bad) {
      for (const finding of judge(name, text).findings)
        expect(finding.reasons.join(' '), finding.rule).not.toMatch(/\b(?:js|html|php|code|call|server|path|database|shape)[-:][a-z]+:?/);
    }
  }
});
