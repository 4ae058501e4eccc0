import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '#cli/commands.ts';
import { writeReference } from './write-reference.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const list = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const sources = [...list('src', /\.tsx?$/), ...list('practice-shop', /\.tsx?$/), ...list('integrations', /\.tsx?$/)];
const productive = sources.filter((path) => !/\.test\.tsx?$/.test(path));

test('no file has more than 300 lines', () => {
  const long = productive.map((path) => [path, read(path).split('\n').length - 1] as const).filter(([, lines]) => lines > 300);
  expect(long).toEqual([]);
});

test('wall clock, randomness and environment are read in engines, app and command line only', () => {
  const outside = productive.filter(
    (path) => /^src\/(kernel|sigma|personal-data|registry|intake|steps|web)\//.test(path) && !path.startsWith('src/web/islands/'),
  );
  const wild = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b|\brandomBytes\(|\brandomUUID\(/;
  expect(outside.filter((path) => wild.test(stripComments(read(path))))).toEqual([]);
});

test('a step’s door is its index, and each room says what it is for', () => {
  for (const step of readdirSync(join(ROOT, 'src/steps'))) {
    const files = readdirSync(join(ROOT, 'src/steps', step));
    expect(files, step).toEqual(expect.arrayContaining(['README.md', 'events.ts', 'index.ts']));
  }
});

test('the reference pages and the contract are what the code says', () => {
  for (const [path, content] of writeReference(commands)) expect(read(path), `${path}: run npm run contract`).toBe(content);
});

test('every path that a document names exists', () => {
  const documents = [
    ...list('docs', /\.md$/),
    ...list('src', /\.md$/),
    ...list('decisions', /\.md$/),
    ...list('integrations', /\.md$/),
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
  ];
  const missing: string[] = [];
  for (const document of documents) {
    for (const [, target = ''] of read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
      const path = relative(ROOT, join(ROOT, document, '..', target));
      try {
        readdirSync(join(ROOT, path));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') missing.push(`${document} → ${target}`);
      }
    }
  }
  expect(missing).toEqual([]);
});

test('every runtime dependency has its line of reason', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  const reasons = read('decisions/dependencies.md');
  expect(Object.keys(dependencies).filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
});

test('the lock file names the packages of every platform, and no address', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
  };
  const needed = Object.entries(packages).flatMap(([path, entry]) => (path === '' ? [] : Object.keys(entry.optionalDependencies ?? {})));
  const missing = needed.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing, 'run npm run lock').toEqual([]);
  expect(Object.values(packages).filter((entry) => entry.resolved)).toEqual([]);
});

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
