import { z } from 'zod';
import type { ProviderReport } from '../checks/provider-report.ts';
import { dateOf } from './read-statuspage.ts';

const states = { UP: 'fine', HASISSUES: 'trouble', UNDERMAINTENANCE: 'work' } as const;

const shape = z.object({
  page: z.object({ status: z.enum(['UP', 'HASISSUES', 'UNDERMAINTENANCE']) }),
  activeIncidents: z.array(z.object({ name: z.string(), started: z.string().nullish() })).default([]),
});

/** Instatus, `/summary.json`; its states as public programs read them, the rest from memory, 2026-11-30. It tells of no parts there. */
export function readInstatus(value: unknown): ProviderReport | null {
  const parsed = shape.safeParse(value);
  if (!parsed.success) return null;
  const { page, activeIncidents } = parsed.data;
  const open = activeIncidents.map(({ name, started }) => ({ title: name, since: dateOf(started), parts: [] }));
  return { state: states[page.status], words: '', open, parts: [] };
}
