import { createHash } from 'node:crypto';
import { readVersion } from './compare-versions.ts';
import { type ContentPattern, type Library, libraryFacts } from './library-facts.ts';

/** A front-end library on a page. */
export interface FoundLibrary {
  /** Its name in `data/components/libraries.json`. */
  readonly library: string;
  readonly version: string;
  /** Who mends this build on their own, or null: then its number says nothing about the holes of the original. */
  readonly vendor: string | null;
  readonly by: 'content' | 'hash' | 'address';
  /** Without query; for inline scripts the page's. */
  readonly url: string;
}

/** Characters of one script that are read at all. */
const MOST = 2_000_000;
const MOST_MATCHES = 20;

/**
 * Which libraries, in which versions, one script is or holds: by its content, by its hash, else by its address. Content counts more
 * than an address, which may be a hash, a folder's or somebody's invention. `content` null: it was not read. Pure.
 */
export function recogniseLibraries(script: { readonly url: string; readonly content: string | null }): FoundLibrary[] {
  const byContent = script.content === null ? [] : inContent(script.url, script.content.slice(0, MOST));
  const seen = new Set(byContent.map(({ library }) => library));
  return [...byContent, ...inAddress(script.url).filter(({ library }) => !seen.has(library))];
}

function inContent(url: string, text: string): FoundLibrary[] {
  const facts = libraryFacts();
  const content = text.replace(/\r\n?/g, '\n');
  const found = new Map<string, FoundLibrary>();
  for (const library of facts.libraries) {
    for (const pattern of library.contents) {
      for (const version of versionsIn(content, pattern)) add(found, library.name, version, { url, content, by: 'content' });
    }
  }
  const hash = facts.hashes.get(createHash('sha1').update(text).digest('hex'));
  if (hash !== undefined && found.size === 0) add(found, hash.library, hash.version, { url, content: null, by: 'hash' });
  return [...found.values()];
}

function versionsIn(content: string, { pattern, needs, form }: ContentPattern): string[] {
  if (!content.includes(needs)) return [];
  const versions: string[] = [];
  for (const match of content.matchAll(pattern)) {
    versions.push(form === null ? (match[1] ?? '') : form.replace(/\$(\d)/g, (_, at) => match[Number(at)] ?? ''));
    if (versions.length === MOST_MATCHES) break;
  }
  return versions;
}

function inAddress(url: string): FoundLibrary[] {
  const facts = libraryFacts();
  const found = new Map<string, FoundLibrary>();
  const address = url.split('#')[0] ?? '';
  const path = address.split('?')[0] ?? '';
  const file = path.slice(path.lastIndexOf('/') + 1);
  const seen = { url, content: null, by: 'address' } as const;
  for (const place of facts.places) {
    for (const [, one = '', two = ''] of address.matchAll(place)) {
      const [name, version] = /^v?\d/.test(one) ? ['jquery-ui', one] : [one, two];
      const library = facts.names.get(name) ?? facts.names.get(name.toLowerCase());
      if (library !== undefined) add(found, library, version, { ...seen, sure: true });
    }
  }
  for (const library of facts.libraries.filter(
    ({ name }) => !found.has(name) && ![...found.values()].some((one) => one.library === name),
  )) {
    const version = firstOf(library.addresses, path) ?? firstOf(library.files, file);
    if (version !== undefined) add(found, library.name, version, seen);
  }
  return [...found.values()];
}

function firstOf(patterns: Library['addresses'], text: string): string | undefined {
  for (const pattern of patterns) {
    const version = pattern.exec(text)?.[1];
    if (version !== undefined && readVersion(version) !== null) return version;
  }
  return undefined;
}

interface Sight {
  readonly url: string;
  readonly content: string | null;
  readonly by: FoundLibrary['by'];
  /** The address names the library itself. */
  readonly sure?: boolean;
}

function add(found: Map<string, FoundLibrary>, library: string, text: string, sight: Sight): void {
  const read = readVersion(text);
  if (read === null) return;
  const { others, vendors } = libraryFacts().exceptions;
  const isOther = others
    .filter((other) => other.library === library)
    .some((other) => {
      const inText = sight.content !== null && other.content !== undefined && new RegExp(other.content).test(sight.content);
      return (
        inText || (sight.by === 'address' && !sight.sure && other.address !== undefined && new RegExp(other.address, 'i').test(sight.url))
      );
    });
  if (isOther) return;
  const vendor = vendors.find(
    (one) =>
      (one.library === '*' || one.library === library) &&
      ((one.version !== undefined && new RegExp(one.version, 'i').test(text)) ||
        (one.content !== undefined && sight.content !== null && new RegExp(one.content).test(sight.content))),
  );
  const who = vendor?.who ?? (read.extra === null ? null : 'somebody else');
  const url = sight.url.split(/[?#]/)[0] ?? '';
  found.set(`${library}@${read.version}`, { library, version: read.version, vendor: who, by: sight.by, url });
}
