import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeReference } from '#app/write-reference.ts';
import { commands } from '../commands.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

for (const [path, content] of writeReference(commands)) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), content);
  process.stderr.write(`wrote ${path}\n`);
}
