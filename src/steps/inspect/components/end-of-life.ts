import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { severityShape } from '#kernel/shapes.ts';

const day = z.union([z.string(), z.date()]).transform((value) => (typeof value === 'string' ? value : value.toISOString().slice(0, 10)));
const text = z.union([z.string(), z.number()]).transform(String);

const endOfLifeShape = z.strictObject({
  source: z.string(),
  read: day,
  standing: z.enum(['law', 'guidance', 'draft', 'memory']),
  products: z.array(
    z.strictObject({
      product: z.string(),
      name: z.string(),
      severity: severityShape,
      /** Header in small letters, or `generator` for the page's own word → pattern, first group the line. */
      headers: z.record(z.string(), z.string()),
      /** Names in `libraries.json`. */
      libraries: z.array(z.string()).default([]),
      packages: z.array(z.string()),
      update: text,
      /** Line → last day with fixes. */
      lines: z.record(z.string(), day),
      /** Lines that are mended without a known end. */
      mended: z.array(z.string()).default([]),
    }),
  ),
});

export type EndingProduct = z.output<typeof endOfLifeShape>['products'][number];

/** Days before its end at which people are told of it. */
const SOON = 90;

/** What is known about the end of one version: `ended` and `ends` (within 90 days) carry the day. */
export type End =
  | { readonly kind: 'ended' | 'ends' | 'later'; readonly line: string; readonly day: string }
  | { readonly kind: 'mended'; readonly line: string }
  | { readonly kind: 'unknown' };

/** The shipped table. Throws when it does not fit its form. */
export function endingProducts(): { readonly read: string; readonly products: readonly EndingProduct[] } {
  return readData('components/end-of-life.yaml', endOfLifeShape);
}

/** How a version of a product stands on a day (`2026-11-30…`). The longest line that fits counts. Pure. */
export function endOf(product: EndingProduct, version: string, on: string): End {
  const fits = (line: string) => version === line || version.startsWith(`${line}.`) || version.startsWith(`${line}-`);
  const [line] = [...Object.keys(product.lines), ...product.mended].filter(fits).sort((a, b) => b.length - a.length);
  if (line === undefined) return { kind: 'unknown' };
  const last = product.lines[line];
  if (last === undefined) return { kind: 'mended', line };
  const left = (Date.parse(last) - Date.parse(on.slice(0, 10))) / 86_400_000;
  return { kind: left < 0 ? 'ended' : left <= SOON ? 'ends' : 'later', line, day: last };
}
