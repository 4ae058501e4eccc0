import { z } from 'zod';
import type { ProviderReport } from '../checks/provider-report.ts';

const shape = z.object({
  status: z.object({ indicator: z.string(), description: z.string() }),
  components: z.array(z.object({ name: z.string(), status: z.string() })),
  incidents: z.array(
    z.object({
      name: z.string(),
      created_at: z.string(),
      started_at: z.string().nullish(),
      components: z.array(z.object({ name: z.string() })).default([]),
    }),
  ),
});

/** Atlassian Statuspage, `/api/v2/summary.json`, as its own pages describe it (…/api), read 2026-11-30. */
export function readStatuspage(value: unknown): ProviderReport | null {
  const parsed = shape.safeParse(value);
  if (!parsed.success) return null;
  const { status, components, incidents } = parsed.data;
  const state = stateOfIndicator(status.indicator);
  if (state === null) return null;
  return {
    state,
    words: status.description,
    open: incidents
      .map((one) => ({
        title: one.name,
        since: dateOf(one.started_at ?? one.created_at),
        parts: one.components.map(({ name }) => name),
      }))
      .sort((a, b) => (a.since?.getTime() ?? 0) - (b.since?.getTime() ?? 0)),
    parts: components.map((one) => ({ name: one.name, state: stateOfComponent(one.status), words: one.status.replaceAll('_', ' ') })),
  };
}

function stateOfIndicator(indicator: string): ProviderReport['state'] | null {
  if (indicator === 'none') return 'fine';
  if (indicator === 'maintenance') return 'work';
  return ['minor', 'major', 'critical'].includes(indicator) ? 'trouble' : null;
}

function stateOfComponent(status: string): ProviderReport['state'] {
  if (status === 'operational') return 'fine';
  return status === 'under_maintenance' ? 'work' : 'trouble';
}

/** A time as a page writes it; `null`: it is none. */
export function dateOf(text: string | null | undefined): Date | null {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}
