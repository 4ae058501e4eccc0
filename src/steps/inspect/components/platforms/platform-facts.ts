import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { severityShape } from '#kernel/shapes.ts';

/** Where a sign of a platform stands; see `data/components/platforms.yaml`. */
const places = ['header', 'cookie', 'generator', 'asset', 'foreign', 'markup', 'inline', 'script', 'answer', 'graphql'] as const;
export type Place = (typeof places)[number];

const day = z.union([z.string(), z.date()]).transform((value) => (typeof value === 'string' ? value : value.toISOString().slice(0, 10)));
const pattern = z.string().transform((text) => new RegExp(text));
const sign = { in: z.enum(places), match: pattern, seen: z.string().optional() };

const platformShape = z.strictObject({
  platform: z.string().regex(/^[a-z][a-z0-9]+$/),
  name: z.string(),
  /** What it is built on: then only the upper one is the platform. */
  on: z.string().optional(),
  /** Name in `end-of-life.yaml`. */
  product: z.string().optional(),
  /** Who else mends its code on their own: then an end of the original is not proven. */
  forks: z.string().optional(),
  /** Its maker runs it for everybody: there is no version to know. */
  hosted: z.boolean().default(false),
  /** Keys of `remedies` of checks that speak of it. */
  remedies: z.array(z.string()),
  signs: z.array(z.strictObject({ ...sign, points: z.union([z.literal(1), z.literal(2)]) })),
  versions: z.array(z.strictObject({ ...sign, says: z.enum(['exact', 'line', 'atLeast']), version: z.string().optional() })),
  asks: z.array(z.string().startsWith('/')).default([]),
  holes: z
    .array(
      z.strictObject({
        ...{ cve: z.string(), name: z.string(), severity: severityShape, since: day },
        /** The first version that has it, and the first mended release of each line. */
        ...{ from: z.string(), fixed: z.array(z.string()).min(1) },
      }),
    )
    .default([]),
});

const platformsShape = z.strictObject({
  source: z.string(),
  read: day,
  standing: z.enum(['law', 'guidance', 'draft', 'memory']),
  platforms: z.array(platformShape),
});

export type PlatformFacts = z.output<typeof platformShape>;
export type VersionSign = PlatformFacts['versions'][number];

/** The shipped facts about shop platforms. Throws when they do not fit their form. */
export function platformFacts(): z.output<typeof platformsShape> {
  return readData('components/platforms.yaml', platformsShape);
}
