import type { ShopChange } from '#kernel/shop-change.ts';
import type { SeriesPiece } from './read-series.ts';

/** Both, oldest first; a version that was told when it went out does not begin once more when traces name it. */
export function joinChanges(told: readonly ShopChange[], seen: readonly ShopChange[]): readonly ShopChange[] {
  const versions = new Set(told.filter(({ what }) => what === 'release').map(({ name }) => name));
  return [...told, ...seen.filter(({ name }) => !versions.has(name))].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Versions that a system told for the first time in these pieces; those of the first piece were there before. */
export function releasesIn(pieces: readonly SeriesPiece[]): ShopChange[] {
  const first = pieces.find(({ versions }) => versions.length > 0);
  const known = new Set(first?.versions);
  return pieces.flatMap(({ at, versions }) =>
    versions.flatMap((version): ShopChange[] => {
      if (known.has(version)) return [];
      known.add(version);
      return [{ at: new Date(at), what: 'release', name: version, href: null, by: null }];
    }),
  );
}
