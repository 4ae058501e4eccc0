import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertRetire } from '#steps/inspect/index.ts';

// Usage: npx node --import ./src/cli/load-sources.ts src/cli/dev/write-libraries.ts REPOSITORY.json YYYY-MM-DD "WHERE IT WAS TAKEN FROM"
// Rewrites data/components/libraries.json from a repository file of retire.js (format 5); the day is that of its newest advisory.

const TARGET = join(import.meta.dirname, '..', '..', '..', 'data', 'components', 'libraries.json');

const [path = '', asOf = '', taken = ''] = process.argv.slice(2);
const { libraries, ...head } = convertRetire(readFileSync(path, 'utf8'), { asOf, taken, path });
const rows = libraries.map((library) => JSON.stringify(library)).join(',\n');
writeFileSync(TARGET, `{${JSON.stringify(head).slice(1, -1)},"libraries":[\n${rows}\n]}\n`);
process.stderr.write(`${libraries.length} libraries, ${libraries.flatMap(({ ranges }) => ranges).length} ranges\n`);
