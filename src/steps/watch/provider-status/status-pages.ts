import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

export const pageFormats = ['statuspage', 'instatus', 'statusio', 'feed'] as const;

export type PageFormat = (typeof pageFormats)[number];

const statusPagesShape = z.strictObject({
  source: z.string(),
  read: z.iso.date(),
  /** `memory`: no page was ever asked. */
  standing: z.enum(['tried', 'memory']),
  pages: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z][a-z0-9-]*$/),
        title: z.string(),
        url: z.httpUrl(),
        format: z.enum(pageFormats),
      }),
    )
    .min(1),
});

/** The pages of providers that Shopbell knows by name. */
export const statusPages = readData('providers/status-pages.yaml', statusPagesShape).pages;
