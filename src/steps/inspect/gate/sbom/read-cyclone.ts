import { z } from 'zod';
import type { Component } from './component.ts';
import { idOf } from './id-of.ts';

const text = z.string().max(2_000);
const licenceShape = z.looseObject({
  license: z.looseObject({ id: text.optional(), name: z.string().optional() }).optional(),
  expression: text.optional(),
});
const componentShape = z.looseObject({
  'bom-ref': text.optional(),
  group: text.optional(),
  name: text,
  version: text.optional(),
  purl: text.optional(),
  licenses: z.array(licenceShape).optional(),
  get components() {
    return z.array(componentShape).optional();
  },
});
type Row = z.output<typeof componentShape>;

const documentShape = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.enum(['1.4', '1.5', '1.6', '1.7']),
  components: z.array(componentShape).optional(),
  vulnerabilities: z
    .array(
      z.looseObject({
        id: text.optional(),
        ratings: z.array(z.looseObject({ severity: text.optional() })).optional(),
        affects: z.array(z.looseObject({ ref: text })).optional(),
        analysis: z.looseObject({ state: text.optional() }).optional(),
      }),
    )
    .optional(),
});

/** What somebody judged to be no hole. */
const HARMLESS = ['not_affected', 'false_positive', 'resolved', 'resolved_with_pedigree'];

/** Components at any depth, with the holes that the document names. Throws ZodError. Pure. */
export function readCyclone(document: unknown): readonly Component[] {
  const { components = [], vulnerabilities = [] } = documentShape.parse(document);
  const holes = new Map<string, { id: string; severity: string }[]>();
  for (const { id = 'without a name', ratings = [], affects = [], analysis } of vulnerabilities) {
    if (HARMLESS.includes(analysis?.state ?? '')) continue;
    for (const { ref } of affects) holes.set(ref, [...(holes.get(ref) ?? []), { id, severity: ratings[0]?.severity ?? 'unknown' }]);
  }
  return flat(components).map((row) => {
    const name = row.group ? `${row.group}/${row.name}` : row.name;
    const licences = (row.licenses ?? []).flatMap(({ license, expression }) => expression ?? license?.id ?? license?.name ?? []);
    const own = holes.get(row['bom-ref'] ?? row.purl ?? '') ?? [];
    return { ...idOf(name, row.version ?? '', row.purl), licences: licences.filter((one) => one.trim() !== ''), holes: own };
  });
}

function flat(rows: readonly Row[]): readonly Row[] {
  const all: Row[] = [];
  const waiting = [...rows];
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    all.push(row);
    waiting.push(...(row.components ?? []));
  }
  return all;
}
