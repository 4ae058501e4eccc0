import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { registryTables } from '#registry/tables.ts';
import { followFile } from './follow/follow-file.ts';
import { makeDiskCheck } from './make-disk-check.ts';
import { mapForPlatform } from './map-for-platform.ts';
import { houseKeys } from './seal-keys.ts';

export interface IntakeOptions {
  /** Disk on which telemetry is stored here; nothing is stored while it is nearly full. `null` when telemetry is elsewhere. */
  readonly dataFolder: string | null;
  /** How often the list of sources is read again, in ms (default 3,000). */
  readonly everyMs?: number;
  /** Older lines are rejected (default 90 days). */
  readonly maxAgeMs?: number;
}

interface FileSource {
  readonly org: OrgId;
  readonly source: string;
  readonly shop: string;
  readonly path: string;
  readonly platform: string;
  readonly zone: string;
}

interface Follower {
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
  /** What it was begun with: when the path or the time zone is changed, it begins anew. */
  readonly from: string;
}

/** Follows the file sources of every organisation, new ones too, until `stop`. */
export function startIntake(house: House, options: IntakeOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const followers = new Map<string, Follower>();
  const checkDisk = makeDiskCheck(house, options.dataFolder);
  const begin = async (source: FileSource): Promise<void> => {
    const own = new AbortController();
    const ended = followFile({
      house,
      org: source.org,
      source: source.source,
      shop: source.shop,
      path: source.path,
      map: await mapForPlatform(house, source.platform),
      zone: source.zone,
      keys: houseKeys(house.secrets, source.org),
      signal: own.signal,
      checkDisk,
      maxAgeMs: options.maxAgeMs ?? 90 * DAY,
    });
    followers.set(`${source.org} ${source.source}`, { stopping: own, ended, from: settingsOf(source) });
  };
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await reconcile(await listFileSources(house), followers, begin);
      } catch (thrown) {
        house.log.warn('intake could not read the list of sources', { reason: messageOf(thrown) });
      }
      await house.clock.sleep(options.everyMs ?? 3_000, stopping.signal).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await ended;
      for (const follower of followers.values()) follower.stopping.abort();
      for (const follower of followers.values()) await follower.ended;
    },
  };
}

async function listFileSources(house: House): Promise<FileSource[]> {
  return house.state.everywhere(async (db) => {
    const rows = await registryTables(db)
      .selectFrom('sources')
      .innerJoin('shops', (join) => join.onRef('shops.org_id', '=', 'sources.org_id').onRef('shops.shop_id', '=', 'sources.shop_id'))
      .select(['sources.org_id', 'sources.source_id', 'sources.shop_id', 'sources.path', 'sources.time_zone', 'shops.platform'])
      .where('sources.kind', '=', 'file')
      .where('sources.path', 'is not', null)
      .execute();
    return rows.map((row) => ({
      org: row.org_id as OrgId,
      source: row.source_id,
      shop: row.shop_id,
      path: row.path ?? '',
      platform: row.platform,
      zone: row.time_zone ?? 'UTC',
    }));
  });
}

function settingsOf({ path, zone, platform }: FileSource): string {
  return [path, zone, platform].join('\n');
}

async function reconcile(
  wanted: readonly FileSource[],
  followers: Map<string, Follower>,
  begin: (source: FileSource) => Promise<void>,
): Promise<void> {
  const keys = new Set(wanted.map((source) => `${source.org} ${source.source}`));
  for (const [key, follower] of followers) {
    const now = wanted.find((source) => `${source.org} ${source.source}` === key);
    if (keys.has(key) && now !== undefined && settingsOf(now) === follower.from) continue;
    follower.stopping.abort();
    await follower.ended;
    followers.delete(key);
  }
  for (const source of wanted) if (!followers.has(`${source.org} ${source.source}`)) await begin(source);
}
