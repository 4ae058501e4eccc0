import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { severityShape } from '#kernel/shapes.ts';

const entryShape = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  path: z.string().startsWith('/'),
  severity: severityShape,
  /** What lies open there, as it reads in “… can be read by everybody”. */
  what: z.string(),
  marker: z.array(z.string()).min(1),
  html: z.boolean().default(false),
  /** Whether the content may hold secrets or personal data, so that a sample is masked before it is kept. */
  secret: z.boolean().default(false),
  'well-known': z.boolean().default(false),
  /** Whether it belongs to the server, so that it is not tried in the shop’s own folder. */
  'root-only': z.boolean().default(false),
  as: z.enum(['file', 'page', 'panel']).default('file'),
});

export const exposuresShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  entries: z.array(entryShape),
});

export type ExposureEntry = z.output<typeof entryShape>;

/** The names that are tried, with what proves a hit. */
export function exposures(): readonly ExposureEntry[] {
  return readData('signatures/inspect-exposures.yaml', exposuresShape).entries;
}

/** A marker as a regular expression; a leading `(?i)` or `(?m)` is a flag, as in the data file. Lines count for `^` and `$`. */
export function markerPattern(text: string): RegExp {
  const flags = /^\(\?([im]+)\)/.exec(text);
  return new RegExp(flags ? text.slice(flags[0].length) : text, `m${flags?.[1]?.includes('i') ? 'i' : ''}`);
}
