import { RegExpParser } from '@eslint-community/regexpp';
import { z } from 'zod';
import { readData, readText } from '#engines/data/read-data.ts';

const texts = z.array(z.string());
export const librariesShape = z.strictObject({
  source: z.string(),
  licence: z.string(),
  changes: z.string(),
  taken: z.string(),
  /** Day of the newest advisory in it. */
  asOf: z.iso.date(),
  libraries: z.array(
    z.strictObject({
      name: z.string(),
      npm: z.string(),
      ranges: z.array(
        z.strictObject({
          from: z.string().optional(),
          below: z.string(),
          except: texts.default([]),
          severity: z.enum(['low', 'medium', 'high', 'critical']),
          cwe: texts,
          ids: texts,
          summary: z.string(),
        }),
      ),
      addresses: texts,
      files: texts,
      contents: texts,
      replaces: texts,
      hashes: z.record(z.string(), z.string()),
    }),
  ),
});

export type LibrariesDocument = z.output<typeof librariesShape>;

const exceptionsShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  others: z.array(z.strictObject({ library: z.string(), content: z.string().optional(), address: z.string().optional() })),
  vendors: z.array(
    z.strictObject({ library: z.string(), version: z.string().optional(), content: z.string().optional(), who: z.string() }),
  ),
  places: texts,
  names: z.record(z.string(), z.string()),
});

export type LibraryRange = z.output<typeof librariesShape>['libraries'][number]['ranges'][number];

/** A pattern over scripts; `needs`: a text without which it cannot match, so that most are not tried. */
export interface ContentPattern {
  readonly pattern: RegExp;
  readonly needs: string;
  /** How the version is made of the groups, `$1.$2`; `null`: it is the first group. */
  readonly form: string | null;
}

export interface Library {
  readonly name: string;
  /** Its name in the npm registry. */
  readonly npm: string;
  readonly ranges: readonly LibraryRange[];
  readonly addresses: readonly RegExp[];
  readonly files: readonly RegExp[];
  readonly contents: readonly ContentPattern[];
}

export interface LibraryFacts {
  readonly source: string;
  readonly asOf: string;
  readonly libraries: readonly Library[];
  /** SHA-1 of a file → library and version. */
  readonly hashes: ReadonlyMap<string, { readonly library: string; readonly version: string }>;
  /** Any name under which a library is delivered → its name here. */
  readonly names: ReadonlyMap<string, string>;
  readonly places: readonly RegExp[];
  readonly exceptions: Pick<z.output<typeof exceptionsShape>, 'others' | 'vendors'>;
}

const VERSION = '[0-9][0-9.a-z_\\-]{1,40}';
let known: LibraryFacts | undefined;

/** The facts about front-end libraries: the shipped ones, until newer ones were fetched. Throws when a file does not fit its form. */
export function libraryFacts(): LibraryFacts {
  known ??= compile(librariesShape.parse(JSON.parse(readText('components/libraries.json'))));
  return known;
}

/** From here on these facts are used instead of the shipped ones, unless those are newer. */
export function useLibraries(document: LibrariesDocument): void {
  if (document.asOf >= libraryFacts().asOf) known = compile(document);
}

function compile({ source, asOf, libraries }: z.output<typeof librariesShape>): LibraryFacts {
  const { others, vendors, places, names } = readData('components/library-exceptions.yaml', exceptionsShape);
  return {
    source,
    asOf,
    libraries: libraries.map(({ name, npm, ranges, addresses, files, contents, replaces }) => ({
      name,
      npm,
      ranges,
      addresses: addresses.map((text) => new RegExp(withVersion(text))),
      files: files.map((text) => new RegExp(`^${withVersion(text)}$`)),
      contents: [...contents.map((text) => contentPattern(text, null)), ...replaces.flatMap(replacePattern)],
    })),
    hashes: new Map(
      libraries.flatMap(({ name, hashes }) => Object.entries(hashes).map(([hash, version]) => [hash, { library: name, version }])),
    ),
    names: new Map([
      ...libraries.map(({ name, npm }) => [npm, name] as const),
      ...libraries.map(({ name }) => [name, name] as const),
      ...Object.entries(names),
    ]),
    places: places.map(
      (text) => new RegExp(text.replace('NAME', '((?:@[a-z-]+/)?[\\w.-]{1,60}?)').replace('VERSION', `v?(${VERSION})`), 'g'),
    ),
    exceptions: { others, vendors },
  };
}

function withVersion(text: string): string {
  return text.replaceAll('§§version§§', VERSION);
}

function contentPattern(text: string, form: string | null): ContentPattern {
  const source = withVersion(text);
  return { pattern: new RegExp(source, 'g'), needs: needsOf(source), form };
}

/** `/PATTERN/FORM/`, as in a stream editor. */
function replacePattern(text: string): ContentPattern[] {
  const [, pattern, form] = /^\/(.*[^\\])\/([^/]+)\/$/s.exec(text) ?? [];
  return pattern === undefined || form === undefined ? [] : [contentPattern(pattern, form)];
}

/** The longest text that stands in everything that the pattern matches; '' when there is none. */
function needsOf(source: string): string {
  const { alternatives } = new RegExpParser().parsePattern(source);
  const [only] = alternatives;
  if (only === undefined || alternatives.length > 1) return '';
  let best = '';
  let run = '';
  for (const element of only.elements) {
    run = element.type === 'Character' ? run + String.fromCodePoint(element.value) : '';
    if (run.length > best.length) best = run;
  }
  return best;
}
