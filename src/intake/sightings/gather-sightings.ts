import type { TelemetryValue } from '#engines/telemetry/types.ts';
import type { Sighted } from './sight.ts';

export type SightingRow = Readonly<Record<string, TelemetryValue>>;

/** Where something was seen. */
export interface Place {
  readonly shop: string;
  readonly source: string;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly route: string;
  readonly fileId: string;
  readonly offset: number;
}

export interface Gathered {
  add(sighted: readonly Sighted[], place: Place): void;
  /** Rows of everything since the last call, the same value in the same field and route counted in one. */
  take(): SightingRow[];
}

/** A batch that is full of them tells enough by so many; the rest would be the same story. */
const MOST = 5000;

export function gatherSightings(): Gathered {
  let rows = new Map<string, { readonly row: SightingRow; times: number }>();
  return {
    add(sighted, place) {
      for (const { kind, field, hash, confidence } of sighted) {
        const key = `${kind}\n${field}\n${place.route}\n${hash}`;
        const known = rows.get(key);
        if (known) known.times += 1;
        else if (rows.size < MOST) {
          const { shop, source, at, receivedAt, route, fileId, offset } = place;
          const where = { shop_id: shop, source_id: source, at, received_at: receivedAt, route, file_id: fileId, file_offset: offset };
          rows.set(key, { row: { ...where, kind, field, value_hash: hash, confidence }, times: 1 });
        }
      }
    },
    take() {
      const taken = [...rows.values()].map(({ row, times }) => ({ ...row, times }));
      rows = new Map();
      return taken;
    },
  };
}
