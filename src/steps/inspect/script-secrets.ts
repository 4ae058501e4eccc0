import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { severityShape } from '#kernel/shapes.ts';

const secretsShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  keys: z.array(z.strictObject({ id: z.string(), what: z.string(), severity: severityShape, pattern: z.string() })),
});

/** A placeholder of a documentation or of a form is no key. */
const PLACEHOLDER = /example|sample|your|dummy|placeholder|x{6,}|0{8,}|1234567|localhost|127\.0\.0\.1|<|\*{3,}/i;

export type SecretKind = z.output<typeof secretsShape>['keys'][number];

export const secretKinds = (): readonly SecretKind[] => readData('signatures/script-secrets.yaml', secretsShape).keys;

/** Which kinds of keys stand in a text: their ids, never the keys themselves. */
export function secretsIn(text: string): readonly string[] {
  return secretKinds()
    .filter(({ pattern }) => [...text.matchAll(new RegExp(pattern, 'g'))].some(([key]) => !PLACEHOLDER.test(key)))
    .map(({ id }) => id);
}
