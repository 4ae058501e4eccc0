import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import type { ShopId } from '#kernel/ids.ts';
import { incidentOpened } from '#steps/respond/events.ts';
import { stateChanged } from '../events.ts';
import { listReleases } from '../releases/store.ts';
import type { SeriesPiece } from './read-series.ts';

/** Something that may explain why a system behaves otherwise. */
export interface SystemChange {
  readonly at: Date;
  readonly what: 'release' | 'incident' | 'down' | 'up';
  /** A version, an incident's title, a check's name. */
  readonly name: string;
  readonly href: string | null;
}

const MOST = 20;

/** What happened in a shop since then, oldest first: releases that were told, incidents, checks that failed and recovered. */
export async function readShopChanges(db: Tx, shop: ShopId, since: Date): Promise<SystemChange[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .select(['at', 'kind', 'payload'])
    .where('kind', 'in', [incidentOpened.name, stateChanged.name])
    .where('at', '>=', since)
    .orderBy('seq', 'desc')
    .limit(500)
    .execute();
  const releases = (await listReleases(db, shop, since)).map(
    ({ at, version, link }): SystemChange => ({ at, what: 'release', name: version, href: link }),
  );
  const told = rows
    .flatMap(({ at, kind, payload }): SystemChange[] => {
      if (kind === incidentOpened.name) {
        const { incident, title, shop: where } = incidentOpened.payload.parse(payload);
        return where === shop ? [{ at, what: 'incident', name: title, href: `/respond/incidents/${incident}` }] : [];
      }
      const { check, name, from, to, shop: where } = stateChanged.payload.parse(payload);
      // That a check is looked at for the first time, or again, changed nothing.
      return where === shop && to !== 'unknown' && (to === 'down' || from === 'down')
        ? [{ at, what: to, name, href: `/watch/checks/${check}` }]
        : [];
    })
    .slice(0, MOST)
    .reverse();
  return [...releases, ...told].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Both, oldest first; a version that was told when it went out does not begin once more when traces name it. */
export function joinChanges(told: readonly SystemChange[], seen: readonly SystemChange[]): readonly SystemChange[] {
  const versions = new Set(told.filter(({ what }) => what === 'release').map(({ name }) => name));
  return [...told, ...seen.filter(({ name }) => !versions.has(name))].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Versions that a system told for the first time in these pieces; those of the first piece were there before. */
export function releasesIn(pieces: readonly SeriesPiece[]): SystemChange[] {
  const first = pieces.find(({ versions }) => versions.length > 0);
  const known = new Set(first?.versions);
  return pieces.flatMap(({ at, versions }) =>
    versions.flatMap((version): SystemChange[] => {
      if (known.has(version)) return [];
      known.add(version);
      return [{ at: new Date(at), what: 'release', name: version, href: null }];
    }),
  );
}
