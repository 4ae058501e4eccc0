import type { House } from '#engines/house.ts';
import { isId, type OrgId, type SourceId } from '#kernel/ids.ts';
import { registryTables } from '#registry/tables.ts';
import { readSourceToken } from '../source-token.ts';

/** A registered source of kind syslog. */
export interface SyslogSource {
  readonly org: OrgId;
  readonly source: SourceId;
  readonly shop: string;
  readonly platform: string;
  /** The certificate its sender must show; `null`: its token is enough. */
  readonly certificate: string | null;
  /** Of times that name no zone, an IANA name. */
  readonly zone: string;
}

export interface Senders {
  /** The source with which this certificate is registered. */
  byCertificate(fingerprint: string): Promise<SyslogSource | null>;
  byToken(token: string): Promise<SyslogSource | null>;
  /** Whose token it is, also when its source is gone; `null`: it was made by nobody here. */
  orgOfToken(token: string): OrgId | null;
}

/** A removed source is refused after so long at the latest. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 2_000;

/** Who senders are, remembered for a few seconds. Strangers are not remembered: nobody fills our memory with names. */
export function openSenders(house: Pick<House, 'state' | 'secrets' | 'clock'>): Senders {
  const known = new Map<string, { readonly source: SyslogSource; readonly until: number }>();
  const remember = async (key: string, find: () => Promise<SyslogSource | null>): Promise<SyslogSource | null> => {
    const now = house.clock.ticks();
    const found = known.get(key);
    if (found !== undefined && now < found.until) return found.source;
    known.delete(key);
    const source = await find();
    if (source === null) return null;
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, { source, until: now + REMEMBERED_MS });
    return source;
  };
  return {
    byCertificate: (fingerprint) =>
      remember(fingerprint, async () =>
        house.state.everywhere(async (db) =>
          sourceOf(await syslogSources(db).where('sources.certificate', '=', fingerprint).executeTakeFirst()),
        ),
      ),
    orgOfToken: (token) => readSourceToken(house.secrets, 'intake.syslog', token)?.org ?? null,
    byToken: (token) =>
      remember(token, async () => {
        const named = readSourceToken(house.secrets, 'intake.syslog', token);
        if (named === null) return null;
        return house.state.inOrg(named.org, async (db) =>
          sourceOf(await syslogSources(db).where('sources.source_id', '=', named.source).executeTakeFirst()),
        );
      }),
  };
}

function syslogSources(db: Parameters<typeof registryTables>[0]) {
  return registryTables(db)
    .selectFrom('sources')
    .innerJoin('shops', (join) => join.onRef('shops.org_id', '=', 'sources.org_id').onRef('shops.shop_id', '=', 'sources.shop_id'))
    .select(['sources.org_id', 'sources.source_id', 'sources.shop_id', 'sources.certificate', 'sources.time_zone', 'shops.platform'])
    .where('sources.kind', '=', 'syslog');
}

interface Row {
  readonly org_id: string;
  readonly source_id: string;
  readonly shop_id: string;
  readonly certificate: string | null;
  readonly platform: string;
  readonly time_zone: string | null;
}

function sourceOf(row: Row | undefined): SyslogSource | null {
  if (row === undefined || !isId('org', row.org_id) || !isId('src', row.source_id)) return null;
  const { certificate, platform, time_zone: zone } = row;
  return { org: row.org_id, source: row.source_id, shop: row.shop_id, platform, certificate, zone: zone ?? 'UTC' };
}
