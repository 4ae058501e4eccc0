import { z } from 'zod';
import type { Component } from './component.ts';
import { idOf } from './id-of.ts';

const text = z.string().max(2_000);
const documentShape = z.looseObject({
  spdxVersion: z.enum(['SPDX-2.2', 'SPDX-2.3']),
  documentDescribes: z.array(text).optional(),
  packages: z
    .array(
      z.looseObject({
        SPDXID: text,
        name: text,
        versionInfo: text.optional(),
        licenseConcluded: z.string().optional(),
        licenseDeclared: z.string().optional(),
        externalRefs: z.array(z.looseObject({ referenceType: text, referenceLocator: text })).optional(),
      }),
    )
    .optional(),
  relationships: z.array(z.looseObject({ spdxElementId: text, relationshipType: text, relatedSpdxElement: text })).optional(),
});

/** Packages, without the one that the document is about. Throws ZodError. Pure. */
export function readSpdx(document: unknown): readonly Component[] {
  const { packages = [], documentDescribes = [], relationships = [] } = documentShape.parse(document);
  const described = new Set([
    ...documentDescribes,
    ...relationships.filter(({ relationshipType }) => relationshipType === 'DESCRIBES').map(({ relatedSpdxElement }) => relatedSpdxElement),
  ]);
  return packages
    .filter(({ SPDXID }) => packages.length === 1 || !described.has(SPDXID))
    .map((row) => {
      const purl = row.externalRefs?.find(({ referenceType }) => referenceType === 'purl')?.referenceLocator;
      const said = [row.licenseConcluded, row.licenseDeclared].find((licence) => licence && !/^(NOASSERTION|NONE)$/.test(licence));
      return { ...idOf(row.name, row.versionInfo ?? '', purl), licences: said === undefined ? [] : [said], holes: [] };
    });
}
