import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

// Usage: node src/cli/dev/write-libraries.ts REPOSITORY.json YYYY-MM-DD "WHERE IT WAS TAKEN FROM"
// Rewrites data/components/libraries.json from a repository file of retire.js (format 5); the day is that of its newest advisory.

const TARGET = join(import.meta.dirname, '..', '..', '..', 'data', 'components', 'libraries.json');
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

const [path = '', asOf = '', taken = ''] = process.argv.slice(2);
const repository = repositoryShape.parse(JSON.parse(readFileSync(path, 'utf8')));
const libraries = Object.entries(repository).flatMap(([name, { npmname, vulnerabilities, extractors }]) =>
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
        addresses: extractors.uri,
        files: extractors.filename,
        contents: extractors.filecontent.map(bound),
        replaces: extractors.filecontentreplace.map(bound),
        hashes: extractors.hashes,
      },
);
const head = {
  source: 'RetireJS, repository/jsrepository (https://github.com/RetireJS/retire.js)',
  licence: 'Apache-2.0, see LICENSE-retire.txt',
  changes: 'other form; summaries cut; open repetitions bounded; patterns over syntax trees, example and list of exemptions left out',
  taken,
  asOf,
};
const rows = libraries.map((library) => JSON.stringify(library)).join(',\n');
writeFileSync(TARGET, `{${JSON.stringify(head).slice(1, -1)},"libraries":[\n${rows}\n]}\n`);
process.stderr.write(`${libraries.length} libraries, ${libraries.flatMap(({ ranges }) => ranges).length} ranges\n`);
