import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Narrowing, Part, Reason } from './affected.ts';
import { whereParts } from './where-parts.ts';

/** Which of the words of a choice meet nothing that is stored of its time: then it found nobody for that, not because nobody was read. */
export async function readUnmet(
  { telemetry, org }: { readonly telemetry: Telemetry; readonly org: OrgId },
  parts: readonly Part[],
): Promise<readonly Reason[]> {
  const nothing: Narrowing = { addresses: [], accounts: [], routes: [] };
  const reasons: Reason[] = [];
  for (const part of parts) {
    for (const word of ['addresses', 'accounts', 'routes'] as const) {
      const own = part.only?.[word] ?? [];
      if (own.length === 0) continue;
      const { where, params } = whereParts([{ ...part, only: { ...nothing, [word]: own } }], 'requests');
      const tables = word === 'routes' ? ['@requests'] : ['@requests', '@application_events'];
      const found = await Promise.all(tables.map((table) => telemetry.query(org, `select 1 from ${table} where ${where} limit 1`, params)));
      if (found.flat().length === 0) reasons.push({ code: 'unmet', values: { word } });
    }
  }
  return reasons;
}
