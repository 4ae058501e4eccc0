/** Tags of a package that are read; all others are passed over. */
const FIELDS: Readonly<Record<string, string>> = {
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageLicenseConcluded: 'licenseConcluded',
  PackageLicenseDeclared: 'licenseDeclared',
};

interface TagPackage {
  name: string;
  SPDXID: string;
  readonly externalRefs: { readonly referenceType: string; readonly referenceLocator: string }[];
  [field: string]: unknown;
}

/** SPDX 2 in tags and values (`PackageName: left-pad`), as the same thing in JSON looks. What stands between `<text>` and `</text>` is prose. Pure. */
export function spdxOfTags(text: string): unknown {
  const packages: TagPackage[] = [];
  const relationships: unknown[] = [];
  let spdxVersion = '';
  let current: TagPackage | null = null;
  let isProse = false;
  for (const line of text.split(/\r?\n/)) {
    if (isProse) {
      isProse = !line.includes('</text>');
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 0 || line.startsWith('#')) continue;
    const [tag, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    isProse = value.startsWith('<text>') && !value.includes('</text>');
    if (tag === 'SPDXVersion') spdxVersion = value;
    if (tag === 'Relationship') relationships.push(relationOf(value));
    if (tag === 'PackageName') {
      current = { name: value, SPDXID: '', externalRefs: [] };
      packages.push(current);
    }
    // Files and snippets have tags of the same names.
    if (tag === 'FileName' || tag === 'SnippetSPDXID') current = null;
    const field = FIELDS[tag];
    if (current === null) continue;
    if (field !== undefined) current[field] = value;
    const [, referenceType, referenceLocator] = tag === 'ExternalRef' ? value.split(/\s+/, 3) : [];
    if (referenceType !== undefined && referenceLocator !== undefined) current.externalRefs.push({ referenceType, referenceLocator });
  }
  return { spdxVersion, packages, relationships };
}

function relationOf(value: string): unknown {
  const [spdxElementId = '', relationshipType = '', relatedSpdxElement = ''] = value.split(/\s+/, 3);
  return { spdxElementId, relationshipType, relatedSpdxElement };
}
