import { z } from 'zod';
import { idShape } from '#kernel/shapes.ts';

/** Files of checks, as they are sent. */
export const checkFilesShape = z.strictObject({
  /** What these files own: only checks of the same set are removed when they are in no file any more. */
  set: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/i, 'must be letters, digits, dots, - or _'),
  files: z.array(z.strictObject({ path: z.string().max(500), text: z.string().max(2_000_000) })).max(500),
  /** Variables of the environment that the files name, as far as they are set. */
  secrets: z.record(z.string(), z.string().min(1).max(10_000)).default({}),
});

export type CheckFiles = z.input<typeof checkFilesShape>;

const differenceShape = z.object({ field: z.string(), from: z.string(), to: z.string() });

/** What `shopbell apply` prints with `--json`, and what `POST /api/checks/plan` and `/apply` answer. */
export const appliedShape = z.object({
  set: z.string(),
  /** `false`: only planned, or nothing could be applied. */
  applied: z.boolean(),
  /** What is wrong with the files, each with file and line. With one of them nothing is applied. */
  faults: z.array(z.string()),
  changes: z.array(
    z.object({
      action: z.enum(['add', 'change', 'adopt', 'replace', 'remove', 'same']),
      shop: idShape('shop'),
      shopName: z.string(),
      key: z.string(),
      name: z.string(),
      check: idShape('chk').nullable(),
      differences: z.array(differenceShape),
      /** Changed by hand since the files were applied last. */
      drift: z.array(differenceShape),
    }),
  ),
  /** Checks of the same shops that belong to no file. */
  unmanaged: z.int(),
  /** Checks of this set at shops that no file speaks of: they are left alone. */
  elsewhere: z.int(),
  /** Addresses of new heartbeats, told this once. */
  beats: z.array(z.object({ key: z.string(), url: z.string(), mail: z.string().nullable().default(null) })),
});

export type AppliedDocument = z.output<typeof appliedShape>;
