import { z } from 'zod';
import type { ProviderReport } from '../checks/provider-report.ts';
import { dateOf } from './read-statuspage.ts';

const stand = { status: z.string(), status_code: z.int() };
const shape = z.object({
  result: z.object({
    status_overall: z.object(stand),
    status: z.array(z.object({ name: z.string(), ...stand })).default([]),
    incidents: z.array(z.object({ name: z.string(), datetime_open: z.string().nullish() })).default([]),
  }),
});

/** Status.io, `https://api.status.io/1.0/status/{page}`: 100 works, 200 is planned work, above is trouble. Public programs and memory, 2026-11-30. */
export function readStatusio(value: unknown): ProviderReport | null {
  const parsed = shape.safeParse(value);
  if (!parsed.success) return null;
  const { status_overall: whole, status, incidents } = parsed.data.result;
  return {
    state: stateOf(whole.status_code),
    words: whole.status,
    open: incidents.map((one) => ({ title: one.name, since: dateOf(one.datetime_open), parts: [] })),
    parts: status.map((one) => ({ name: one.name, state: stateOf(one.status_code), words: one.status })),
  };
}

function stateOf(code: number): ProviderReport['state'] {
  if (code <= 100) return 'fine';
  return code <= 200 ? 'work' : 'trouble';
}
