/** About where a network address is used. */
export interface GeoPlace {
  readonly latitude: number;
  readonly longitude: number;
  /** ISO 3166, two letters; `''` when unknown. */
  readonly country: string;
  /** How far off it may be, in km; `null` when nobody says. */
  readonly radiusKm: number | null;
}

/** Where addresses are. Without a database nobody knows, and says so. */
export interface Geo {
  /** `null`: not known. */
  locate(address: string): GeoPlace | null;
}
