import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const queueShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  source: z.string(),
  /** `memory`: written after the platform's public schema, never tried on a live shop. */
  standing: z.enum(['tried', 'memory']),
  /** Gives `queue` and what stands in a message; `{prefix}` is in front of the platform's tables. */
  query: z.string().includes('{prefix}'),
});

export const readyQueueNames = ['magento', 'action-scheduler', 'laravel', 'laravel-failed', 'symfony-messenger'] as const;

let known: ReadonlyMap<string, string> | null = null;

/** The questions that known platforms' queues understand, by name: files under data/queues. */
export function readyQueues(): ReadonlyMap<string, string> {
  known ??= new Map(readyQueueNames.map((name) => [name, readData(`queues/${name}.yaml`, queueShape).query.trim()]));
  return known;
}
