import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { type LibrariesDocument, librariesShape } from './library-facts.ts';

const NAMES = ['retire-example', 'dont check'];

const list = z.array(z.string()).default([]);
const repositoryShape = z.record(
  z.string(),
  z.looseObject({
    npmname: z.string().optional(),
    vulnerabilities: z.array(
      z.looseObject({
        atOrAbove: z.string().optional(),
        below: z.string(),
        excludes: list,
        severity: z.string(),
        cwe: list,
        identifiers: z.looseObject({ CVE: list, githubID: z.string().optional(), summary: z.string().default('') }),
      }),
    ),
    extractors: z.looseObject({
      ...{ uri: list, filename: list, filecontent: list, filecontentreplace: list },
      hashes: z.record(z.string(), z.string()).default({}),
    }),
  }),
);

/**
 * Bounds every open repetition, so that a hostile script cannot hold the matcher for long: what belongs together stands together.
 * Several of them in a row are bounded closer.
 */
function bound(pattern: string): string {
  const wide = pattern.match(/\.\*(?!\))|\[\\s\\S\][*+]/g)?.length ?? 0;
  const most = wide > 1 ? 60 : 600;
  return pattern
    .replaceAll('(.*\n)*', '[\\s\\S]{0,600}?')
    .replaceAll('(.*\n){10,15}', '[\\s\\S]{0,1200}?')
    .replaceAll('(?:.*\n){9,11}', '[\\s\\S]{0,1200}?')
    .replaceAll('(?:.*\n){1,10}', '[\\s\\S]{0,1200}?')
    .replaceAll('(.*\n){1,3}', '[\\s\\S]{0,600}?')
    .replaceAll('(?:.*\n){1,3}', '[\\s\\S]{0,600}?')
    .replaceAll('(?:\n|\r\n|.)+', '[\\s\\S]{1,1200}?')
    .replace(/\(\?:[^()]*\|\.?[^()]*\)\+/g, (group) => (/[\n\r]/.test(group) ? '[\\s\\S]{1,1200}?' : group))
    .replace(/\.\*(?!\))/g, `.{0,${most}}?`)
    .replace(/(\[(?:\\.|[^\]\\])*\]|\\s)([*+])?/g, (whole, set: string, many: string | undefined) => {
      if (many === undefined || !set.includes('\\s')) return whole;
      if (set === '[\\s\\S]') return `[\\s\\S]{0,${most * 4}}?`;
      return many === '+' ? `${set}{1,60}` : `${set}{0,60}`;
    });
}

/** The first line that is no heading. */
function firstSentence(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '' && !one.startsWith('#')) ?? '';
  return line
    .replaceAll(/<\/?sup>/g, '')
    .trim()
    .slice(0, 160);
}

/** Fewer than these are a part of the file, or another file. */
const LEAST = { libraries: 30, ranges: 200 };

/** Turns a repository file of retire.js (format 5) into our own form. `asOf`: the day of which it is. Throws ADVISORIES_INVALID. Pure. */
export function convertRetire(
  text: string,
  about: { readonly asOf: string; readonly taken: string; readonly path: string },
): LibrariesDocument {
  const wrong = (reason: string) => new ShopbellError('ADVISORIES_INVALID', { path: about.path, reason });
  try {
    const libraries = convert(repositoryShape.parse(JSON.parse(text)));
    const ranges = libraries.reduce((sum, library) => sum + library.ranges.length, 0);
    if (libraries.length < LEAST.libraries || ranges < LEAST.ranges) throw wrong('it is not the whole repository of retire.js');
    const { asOf, taken } = about;
    return librariesShape.parse({ ...HEAD, taken, asOf, libraries });
  } catch (thrown) {
    if (thrown instanceof ShopbellError) throw thrown;
    throw wrong(thrown instanceof z.ZodError ? 'it is not the repository of retire.js, format 5' : messageOf(thrown).slice(0, 200));
  }
}

const HEAD = {
  source: 'RetireJS, repository/jsrepository (https://github.com/RetireJS/retire.js)',
  licence: 'Apache-2.0, see LICENSE-retire.txt',
  changes: 'other form; summaries cut; open repetitions bounded; patterns over syntax trees, example and list of exemptions left out',
};

function convert(repository: z.output<typeof repositoryShape>) {
  return Object.entries(repository).flatMap(([name, { npmname, vulnerabilities, extractors }]) =>
    NAMES.includes(name)
      ? []
      : {
          name,
          npm: npmname ?? name,
          ranges: vulnerabilities.map(({ atOrAbove, below, excludes, severity, cwe, identifiers }) => ({
            ...(atOrAbove === undefined ? {} : { from: atOrAbove }),
            below,
            ...(excludes.length === 0 ? {} : { except: excludes }),
            severity,
            cwe,
            ids: identifiers.CVE.length > 0 ? identifiers.CVE : identifiers.githubID === undefined ? [] : [identifiers.githubID],
            summary: firstSentence(identifiers.summary),
          })),
          addresses: usable(extractors.uri),
          files: usable(extractors.filename),
          contents: usable(extractors.filecontent.map(bound)),
          replaces: extractors.filecontentreplace.map(bound),
          hashes: extractors.hashes,
        },
  );
}

/** A pattern that this engine does not know is left out: the others still find. */
function usable(patterns: readonly string[]): string[] {
  return patterns.filter((text) => {
    try {
      return new RegExp(text.replaceAll('§§version§§', '1')) instanceof RegExp;
    } catch {
      return false;
    }
  });
}
