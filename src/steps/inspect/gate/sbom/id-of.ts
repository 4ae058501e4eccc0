import type { Component } from './component.ts';

/** A package URL without what tells where it lay, else name and version. Pure. */
export function idOf(name: string, version: string, purl: string | undefined): Pick<Component, 'id' | 'name' | 'version'> {
  const bare = purl?.split(/[?#]/, 1)[0] ?? '';
  if (!bare.startsWith('pkg:')) return { id: version === '' ? name : `${name}@${version}`, name, version };
  const named = partsOf(bare);
  const id = named.version === '' && version !== '' ? `${bare}@${version}` : bare;
  return { id, name, version: version || named.version };
}

/** What stands before and behind the version's `@`; '' without a version. */
export function partsOf(id: string): { readonly base: string; readonly version: string } {
  const at = id.lastIndexOf('@');
  return at > Math.max(0, id.lastIndexOf('/')) ? { base: id.slice(0, at), version: id.slice(at + 1) } : { base: id, version: '' };
}
