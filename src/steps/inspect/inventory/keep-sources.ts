import { gzipSync } from 'fflate';
import type { Scope } from '#engines/verb.ts';
import type { Inspection } from '../inspection.ts';
import { inspectTables } from '../store.ts';

/** Where the source with a hash lies in the artifacts. */
export type KeptSources = ReadonlyMap<string, string>;

/** Characters of one script; of longer ones only the hash is kept. */
const LARGEST = 4_000_000;

/** Saves each distinct source of the payment page once for the organisation, packed. What lies there already is not saved again. */
export async function keepSources({ house, org }: Scope, { payment }: Inspection): Promise<KeptSources> {
  if (payment?.kind !== 'got') return new Map();
  const sources = Object.entries(payment.value.sources).filter(([, source]) => source.length <= LARGEST);
  if (sources.length === 0) return new Map();
  const rows = await house.state.inOrg(org, (db) =>
    inspectTables(db)
      .selectFrom('inspect_script_versions')
      .select(['hash', 'artifact'])
      .where('org_id', '=', org)
      .where('artifact', 'is not', null)
      .where(
        'hash',
        'in',
        sources.map(([hash]) => hash),
      )
      .execute(),
  );
  const kept = new Map(rows.map((row) => [row.hash, row.artifact ?? '']));
  for (const [hash, source] of sources) {
    // No time in the packed file, so that the same source is the same artifact.
    if (!kept.has(hash)) kept.set(hash, await house.artifacts.save(org, gzipSync(Buffer.from(source), { mtime: 0 })));
  }
  return kept;
}
