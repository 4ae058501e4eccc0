import { z } from 'zod';
import { severityShape } from '#kernel/shapes.ts';

/** Of which day facts are, how old that is, and whether that is too old to rest on; when they were fetched, null when they came with Shopbell. */
const dated = z.strictObject({
  asOf: z.string().nullable(),
  days: z.int().nullable(),
  fetchedAt: z.string().nullable(),
  isOld: z.boolean(),
  /** Whether it is only the short list that comes with Shopbell. */
  isExcerpt: z.boolean(),
});

/** What `shopbell sbom check --json` prints. */
export const sbomReportShape = z.strictObject({
  schema: z.literal('shopbell.sbom/1'),
  file: z.string(),
  judgedAt: z.iso.datetime(),
  components: z.int(),
  /** Components that were compared with advisories. */
  compared: z.int(),
  holes: z.array(
    z.strictObject({
      component: z.string(),
      version: z.string(),
      /** Names of the hole, CVE first. */
      names: z.array(z.string()),
      severity: severityShape,
      summary: z.string(),
      /** The lowest version of its line without the hole; null: none is known. */
      mended: z.string().nullable(),
      /** Day since which attackers are known to use it, or null. */
      exploitedSince: z.string().nullable(),
      ransomware: z.boolean(),
      /** `advisory`: compared here. `document`: the bill of materials says so itself. */
      by: z.enum(['advisory', 'document']),
    }),
  ),
  ends: z.array(
    z.strictObject({
      component: z.string(),
      version: z.string(),
      line: z.string(),
      day: z.string(),
      ended: z.boolean(),
      update: z.string(),
    }),
  ),
  /** What could not be compared, with why. */
  unknown: z.array(z.strictObject({ component: z.string(), reason: z.string() })),
  advisories: z.array(dated.extend({ ecosystem: z.string(), read: z.int() })),
  exploited: dated.nullable(),
});

export type SbomReport = z.output<typeof sbomReportShape>;
