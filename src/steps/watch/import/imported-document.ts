import { z } from 'zod';
import { kindNames } from '../kinds/kinds.ts';

export const importSources = ['uptime-kuma', 'gatus', 'blackbox', 'alertmanager'] as const;

export type ImportSource = (typeof importSources)[number];

/** What `shopbell import` prints with `--json`. Names are those of the source. */
export const importedShape = z.object({
  from: z.enum(importSources),
  /** A file of checks, as `shopbell apply` takes it. */
  yaml: z.string(),
  taken: z.array(z.object({ name: z.string(), key: z.string(), kind: z.enum(kindNames) })),
  /** What is taken and means something else here. */
  changed: z.array(z.object({ name: z.string(), what: z.string() })),
  left: z.array(z.object({ name: z.string(), why: z.string() })),
  /** Variables of the environment that `shopbell apply` needs; a secret itself is never written. */
  secrets: z.array(z.object({ variable: z.string(), name: z.string(), what: z.string() })),
  /** Parts of the source that say nothing about what is watched. */
  ignored: z.array(z.string()),
});

export type ImportedDocument = z.output<typeof importedShape>;
