import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { categoryShape, severityShape } from '#kernel/shapes.ts';

const kindShape = z.object({
  id: z.string(),
  title: z.string(),
  level: severityShape,
  literals: z.array(z.string()).min(1),
  match: z.string().transform((text) => new RegExp(text)),
  least: z.int(),
  exposes: z.array(categoryShape),
});
const exposedFilesShape = z.object({ read: z.iso.date(), standing: z.string(), kinds: z.array(kindShape) });
export type ExposedKind = z.output<typeof kindShape>;

/** Kinds of files that must never be answered, most telling first. */
export function exposedKinds(): readonly ExposedKind[] {
  return readData('signatures/exposed-files.yaml', exposedFilesShape).kinds;
}

/** Texts of which one stands in every name that matters, lower case: what the engine searches for. */
export function exposedLiterals(): string[] {
  return [...new Set(exposedKinds().flatMap((kind) => kind.literals))];
}

/** Which kind of secret file a path names, after decoding; `null` for an ordinary one. */
export function judgeExposedPath(path: string): ExposedKind | null {
  const plain = decoded(path).toLowerCase();
  return exposedKinds().find((kind) => kind.match.test(plain)) ?? null;
}

/** Percent-decoded at most twice; what does not decode stays as it is. */
export function decoded(text: string): string {
  let plain = text;
  for (let round = 0; round < 2 && plain.includes('%'); round++) {
    plain = plain.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
      const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
      return bytes.toString('utf8').includes('\ufffd') ? bytes.toString('latin1') : bytes.toString('utf8');
    });
  }
  return plain;
}
