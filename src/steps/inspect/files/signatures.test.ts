import { expect, test } from 'vitest';
import { judgeFile } from './judge-file.ts';
import { fileSignatures } from './signature.ts';

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
