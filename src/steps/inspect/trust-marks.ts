import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const marksShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  law: z.array(z.strictObject({ lang: z.string().length(2), imprint: z.string(), privacy: z.string() })),
  numbers: z.array(z.strictObject({ country: z.string().length(2), pattern: z.string(), digits: z.enum(['de', 'pl']).optional() })),
  addresses: z.array(z.string()),
  phones: z.array(z.string()),
  'free-mail': z.string(),
  payments: z.strictObject({ safe: z.string(), risky: z.string() }),
});

export const trustMarks = (): z.output<typeof marksShape> => readData('signatures/trust-marks.yaml', marksShape);

/** A pattern of the data file; a leading `(?i)` is a flag. */
export function markPattern(text: string, flags = ''): RegExp {
  const isCaseless = text.startsWith('(?i)');
  return new RegExp(isCaseless ? text.slice(4) : text, `u${isCaseless ? 'i' : ''}${flags}`);
}

export interface CompanyNumber {
  readonly country: string;
  /** `null`: it carries no check digits that are known here. */
  readonly isValid: boolean | null;
}

/** Numbers of companies in a text, with whether their check digits hold. */
export function companyNumbersIn(text: string): readonly CompanyNumber[] {
  return trustMarks().numbers.flatMap(({ country, pattern, digits }) =>
    [...text.matchAll(markPattern(pattern, 'g'))].map((match) => {
      const number = (match[1] ?? match[0]).replace(/\D/g, '');
      return { country, isValid: digits === undefined ? null : checks[digits](number) };
    }),
  );
}

const checks: Readonly<Record<'de' | 'pl', (digits: string) => boolean>> = {
  /** ISO 7064, MOD 11,10. */
  de: (digits) => {
    let product = 10;
    for (const digit of digits.slice(0, 8)) {
      const sum = (Number(digit) + product) % 10 || 10;
      product = (2 * sum) % 11;
    }
    return (11 - product) % 10 === Number(digits[8]);
  },
  pl: (digits) => [6, 5, 7, 2, 3, 4, 5, 6, 7].reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11 === Number(digits[9]),
};
