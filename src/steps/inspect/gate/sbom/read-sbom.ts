import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { Component } from './component.ts';
import { isTooDeep } from './is-too-deep.ts';
import { readCyclone } from './read-cyclone.ts';
import { readSpdx } from './read-spdx.ts';
import { spdxOfTags } from './read-spdx-tags.ts';

/** Bytes of a bill of materials that is read at all. */
export const MOST_SBOM = 100_000_000;

const LISTS = new Set(['component', 'license', 'vulnerability', 'rating', 'target']);

/**
 * Reads a software bill of materials: CycloneDX 1.4 to 1.7 (JSON, XML) or SPDX 2.2 and 2.3 (JSON, tags and values). Each component once, in the order of
 * their names. Throws SBOM_INVALID. Pure.
 */
export function readSbom(bytes: Uint8Array, path: string): readonly Component[] {
  const wrong = (reason: string) => new ShopbellError('SBOM_INVALID', { path, reason });
  if (bytes.length > MOST_SBOM) throw wrong(`it is larger than ${MOST_SBOM} bytes`);
  const text = textOf(bytes, wrong);
  if (isTooDeep(bytes, /^\s*</.test(text.slice(0, 1_000)))) throw wrong('it nests deeper than any bill of materials');
  const components = readOne(text, wrong);
  const each = new Map(components.map((component) => [component.id, component]));
  return [...each.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

type Wrong = (reason: string) => ShopbellError;

function readOne(text: string, wrong: Wrong): readonly Component[] {
  try {
    if (/^\s*</.test(text)) return readCyclone(xmlDocument(text));
    if (/^\uFEFF?(?:\s*#[^\n]*\n|\s+)*SPDXVersion:/.test(text.slice(0, 5_000))) return readSpdx(spdxOfTags(text));
    const document = unwrapped(JSON.parse(text));
    if (typeof document === 'object' && document !== null && 'spdxVersion' in document) return readSpdx(document);
    return readCyclone(document);
  } catch (thrown) {
    if (thrown instanceof z.ZodError) {
      const [issue] = thrown.issues;
      throw wrong(`neither CycloneDX 1.4 to 1.7 nor SPDX 2.3: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
    }
    throw wrong(messageOf(thrown).split('\n')[0]?.slice(0, 200) ?? 'it cannot be parsed');
  }
}

function textOf(bytes: Uint8Array, wrong: Wrong): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrong('it is not UTF-8');
  }
}

/** Some hosts of repositories put the document into `{"sbom": …}`. */
function unwrapped(document: unknown): unknown {
  return typeof document === 'object' && document !== null && 'sbom' in document ? document.sbom : document;
}

/** CycloneDX in XML, as the same thing in JSON looks. */
function xmlDocument(text: string): unknown {
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false },
    processEntities: { enabled: true, maxTotalExpansions: 100_000, maxExpandedLength: 10_000_000 },
    isArray: (name: string) => LISTS.has(name),
  });
  const parsed: unknown = parser.parse(text, true);
  const { bom } = z.looseObject({ bom: z.union([z.looseObject({}), z.literal('')]) }).parse(parsed);
  const version = /<(?:\w+:)?bom\b[^>]*cyclonedx\.org\/schema\/bom\/(\d+\.\d+)/.exec(text.slice(0, 100_000))?.[1];
  const list = (value: unknown, name: string): unknown[] => {
    const own = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return Array.isArray(own) ? own : [];
  };
  const component = (value: unknown): unknown => {
    const row = typeof value === 'object' && value !== null ? value : {};
    const licences = 'licenses' in row ? row.licenses : null;
    const expression =
      typeof licences === 'object' && licences !== null && 'expression' in licences ? [{ expression: wordOf(licences.expression) }] : [];
    const nested = 'components' in row ? list(row.components, 'component').map(component) : [];
    return { ...row, licenses: [...list(licences, 'license').map((license) => ({ license })), ...expression], components: nested };
  };
  const vulnerability = (value: unknown): unknown => {
    const row = typeof value === 'object' && value !== null ? value : {};
    const ratings = 'ratings' in row ? list(row.ratings, 'rating') : [];
    return { ...row, ratings, affects: 'affects' in row ? list(row.affects, 'target') : [] };
  };
  const partOf = (name: string): unknown => (bom === '' ? undefined : bom[name]);
  return {
    bomFormat: 'CycloneDX',
    specVersion: version,
    components: list(partOf('components'), 'component').map(component),
    vulnerabilities: list(partOf('vulnerabilities'), 'vulnerability').map(vulnerability),
  };
}

function wordOf(value: unknown): string {
  return typeof value === 'object' && value !== null && '#text' in value ? String(value['#text']) : String(value);
}
