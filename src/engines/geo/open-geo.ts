import { readFileSync } from 'node:fs';
import { type CityResponse, Reader } from 'mmdb-lib';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { Geo, GeoPlace } from './types.ts';

/** A house without a database of places. */
export const nowhere: Geo = { locate: () => null };

/**
 * Opens a database of places in MaxMind's format (`.mmdb` with cities), whoever made it. It is held in memory; a newer file is read at
 * the next start. Throws CONFIG_INVALID when it cannot be read, or knows no places.
 */
export function openGeo(path: string): Geo {
  const reader = readDatabase(path);
  return {
    locate: (address) => {
      try {
        return placeOf(reader.get(address));
      } catch {
        // What is no address lies nowhere.
        return null;
      }
    },
  };
}

function readDatabase(path: string): Reader<CityResponse> {
  const invalid = (reason: string, cause?: unknown) =>
    new ShopbellError('CONFIG_INVALID', { name: 'SHOPBELL_GEO_DATABASE', reason }, { cause });
  let reader: Reader<CityResponse>;
  try {
    reader = new Reader<CityResponse>(readFileSync(path));
  } catch (thrown) {
    throw invalid(`the file cannot be read as an .mmdb database: ${messageOf(thrown)}`, thrown);
  }
  const kind = reader.metadata.databaseType;
  if (!/city|location/i.test(kind)) throw invalid(`a database of the kind “${kind}” knows no latitudes; one with cities is needed`);
  return reader;
}

function placeOf(found: CityResponse | null): GeoPlace | null {
  const { location, country } = found ?? {};
  if (typeof location?.latitude !== 'number' || typeof location.longitude !== 'number') return null;
  const radius = location.accuracy_radius;
  return {
    latitude: location.latitude,
    longitude: location.longitude,
    country: country?.iso_code ?? '',
    radiusKm: typeof radius === 'number' ? radius : null,
  };
}
