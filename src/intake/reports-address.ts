import type { House } from '#engines/house.ts';
import type { OrgId, ShopId, SourceId } from '#kernel/ids.ts';
import { listSources } from '#registry/index.ts';
import { sourceToken } from './source-token.ts';

/** Where browsers send the reports of one source: an address that cannot be guessed and opens nothing else. */
export function reportsUrl(house: Pick<House, 'publicUrl' | 'secrets'>, org: OrgId, source: SourceId): string {
  return `${house.publicUrl}/in/reports/${sourceToken(house.secrets, 'intake.reports', { org, source })}`;
}

/** The address of a shop's first source of reports; `null` when it has none. */
export async function reportsAddress(house: House, org: OrgId, shop: ShopId): Promise<string | null> {
  const sources = await house.state.inOrg(org, (db) => listSources(db, shop));
  const found = sources.find((source) => source.kind === 'reports');
  return found === undefined ? null : reportsUrl(house, org, found.id);
}
