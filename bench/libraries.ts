import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { libraryHoles } from '../src/steps/inspect/components/library-holes.ts';
import { recogniseLibraries } from '../src/steps/inspect/components/recognise-libraries.ts';
import type { BenchRow } from './bench-row.ts';
import { libraryPackages, otherPackages } from './libraries/library-packages.ts';

const MOST_FILES = 60;
const DATA = '@salesforce/code-analyzer-retirejs-engine@0.32.0';

/** File, library and version → the names of the known holes. */
type Finds = ReadonlyMap<string, readonly string[]>;

/**
 * Every script in 98 published releases of front-end libraries and in 16 packages that only look like them (fetched for the time of the
 * bench): what we say of each beside retire.js 5.7 with the data that ours are made of.
 */
export async function benchLibraries(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-libraries-'));
  try {
    const releases = Object.entries(libraryPackages).flatMap(([name, versions]) => versions.map((version) => `${name}@${version}`));
    const files = unpack([...releases, ...otherPackages], join(folder, 'scripts'));
    const started = performance.now();
    const ours = judgeOurselves(files);
    const seconds = (performance.now() - started) / 1_000;
    const theirs = judgeWithRetire(folder, [...releases, ...otherPackages]);
    return rows({ ours, theirs, releases, files, seconds });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly ours: Finds;
  readonly theirs: Finds;
  readonly releases: readonly string[];
  readonly files: ReadonlyMap<string, string>;
  readonly seconds: number;
}

function rows({ ours, theirs, releases, files, seconds }: Run): BenchRow[] {
  const both = [...theirs.keys()].filter((key) => ours.has(key));
  const only = [...ours.keys()].filter((key) => !theirs.has(key));
  const sameHoles = both.filter((key) => [...(ours.get(key) ?? [])].sort().join() === [...(theirs.get(key) ?? [])].sort().join());
  for (const key of theirs.keys()) if (!ours.has(key)) process.stderr.write(`only retire.js: ${key}\n`);
  for (const key of only) process.stderr.write(`only ours: ${key}\n`);
  for (const key of both) {
    const [mine, its] = [(ours.get(key) ?? []).join(), (theirs.get(key) ?? []).join()];
    if (!sameHoles.includes(key)) process.stderr.write(`other holes: ${key}: ours ${mine}; retire.js ${its}\n`);
  }
  const told = (finds: Finds) => releases.filter((release) => [...finds.keys()].some((key) => isOf(key, release))).length;
  const wrong = [...ours.keys()].filter((key) => otherPackages.some((other) => key.startsWith(`${other}/`)));
  const theirWrong = [...theirs.keys()].filter((key) => otherPackages.some((other) => key.startsWith(`${other}/`)));
  const row = (what: string, value: number, unit: string, baseline: string, against: number): BenchRow => ({
    ...{ what, value, unit, against: { what: baseline, value: against } },
  });
  return [
    row('library and version of a script as retire.js 5.7 tells', both.length, 'finds', 'its finds', theirs.size),
    row('of these with exactly its known holes', sameHoles.length, 'finds', 'both', both.length),
    row('told by us alone', only.length, 'finds', 'its finds', theirs.size),
    row('releases told in their own version by at least one of their scripts', told(ours), 'releases', 'retire.js', told(theirs)),
    row('releases in all', releases.length, 'releases', 'told by us', told(ours)),
    row('libraries told in packages that are none', wrong.length, 'finds', 'retire.js', theirWrong.length),
    row('scripts read a second', files.size / seconds, 'scripts', 'wished', 20),
  ];
}

function isOf(key: string, release: string): boolean {
  const version = release.slice(release.lastIndexOf('@') + 1);
  return key.startsWith(`${release}/`) && key.endsWith(` ${version}`);
}

/** Each package into a folder of its name; `NAME@VERSION/FILE` → path. */
function unpack(packages: readonly string[], folder: string): Map<string, string> {
  const files = new Map<string, string>();
  mkdirSync(folder);
  for (const [at, name] of packages.entries()) {
    // No folder tells what lies in it: contents and names of files are compared.
    const into = join(folder, `p${at}`);
    mkdirSync(into);
    const tarball = execFileSync('npm', ['pack', name, '--silent', '--pack-destination', folder], { encoding: 'utf8' }).trim();
    execFileSync('tar', ['xzf', join(folder, tarball), '-C', into, '--strip-components=1', '--no-same-owner'], { stdio: 'ignore' });
    rmSync(join(folder, tarball));
    const all = readdirSync(into, { recursive: true, encoding: 'utf8' }).sort(ownNameFirst(name));
    const scripts = all.filter((path) => /\.js$/.test(path) && statSync(join(into, path)).size < 2_000_000);
    for (const path of scripts.filter((one) => !/(^|\/)(test|spec|node_modules|locale|i18n)/.test(one)).slice(0, MOST_FILES)) {
      files.set(`${name}/${path}`, join(into, path));
    }
    // What is not compared must not be there for retire.js either.
    for (const path of all) if (!files.has(`${name}/${path}`) && statSync(join(into, path)).isFile()) rmSync(join(into, path));
  }
  return files;
}

/** Files that are named after their package first, then those nearest to its root. */
function ownNameFirst(name: string): (a: string, b: string) => number {
  const word = (/[a-z]{3,}/i.exec(name.replace(/^jquery[.-]/, ''))?.[0] ?? name).toLowerCase();
  const rank = (path: string) =>
    (path
      .slice(path.lastIndexOf('/') + 1)
      .toLowerCase()
      .startsWith(word)
      ? 0
      : 100) + path.split('/').length;
  return (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1);
}

function judgeOurselves(files: ReadonlyMap<string, string>): Finds {
  const finds = new Map<string, readonly string[]>();
  for (const [name, path] of files) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    for (const { library, version } of recogniseLibraries({ url: `https://shop.example/${file}`, content: readFileSync(path, 'utf8') })) {
      finds.set(`${name} ${library} ${version}`, [...new Set(libraryHoles(library, version).holes.flatMap(({ ids }) => ids))]);
    }
  }
  return finds;
}

interface RetireReport {
  readonly data: readonly { readonly file: string; readonly results: readonly RetireResult[] }[];
}
interface RetireResult {
  readonly component: string;
  readonly version: string;
  readonly vulnerabilities?: readonly { readonly identifiers: { readonly CVE?: readonly string[]; readonly githubID?: string } }[];
}

function judgeWithRetire(folder: string, packages: readonly string[]): Finds {
  const home = join(folder, 'retire');
  execFileSync('npm', ['install', '--prefix', home, '--ignore-scripts', '--no-audit', '--no-fund', 'retire@5.7.0'], { stdio: 'ignore' });
  const tarball = execFileSync('npm', ['pack', DATA, '--silent', '--pack-destination', folder], { encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', join(folder, tarball), '-C', folder, '--no-same-owner']);
  const report = join(folder, 'report.json');
  writeFileSync(report, '');
  const data = join(folder, 'package', 'vulnerabilities', 'RetireJsVulns.json');
  const scripts = join(folder, 'scripts');
  const args = ['--jsrepo', data, '--jspath', scripts, '--outputformat', 'json', '--outputpath', report, '--verbose', '--exitwith', '0'];
  const run = spawnSync(process.execPath, [join(home, 'node_modules', 'retire', 'lib', 'cli.js'), ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`retire.js failed: ${run.stderr}`);
  const finds = new Map<string, readonly string[]>();
  const { data: found } = JSON.parse(readFileSync(report, 'utf8')) as RetireReport;
  for (const { file, results } of found) {
    for (const { component, version, vulnerabilities = [] } of results) {
      const ids = vulnerabilities.flatMap(({ identifiers: { CVE = [], githubID } }) => (CVE.length > 0 ? CVE : (githubID ?? [])));
      const name = file.slice(scripts.length + 1).replace(/^p(\d+)/, (_, at) => packages[Number(at)] ?? '');
      finds.set(`${name} ${component} ${version}`, [...new Set(ids)]);
    }
  }
  return finds;
}
