import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, flushCompileCache, registerHooks, setSourceMapsSupport } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Given to Node.js with --import, before anything else: it takes the types out of .ts by itself; pages (.tsx) become calls here.
// What was compiled is kept, so that the next start reads it instead. A folder that cannot be written costs that and nothing else.

const ROOT = join(import.meta.dirname, '..', '..');
const KEPT = join(ROOT, 'node_modules', '.cache', 'shopbell');
const PAGES = join(KEPT, 'pages');
/** A process that is killed later has kept what its start compiled. */
const KEEP_AFTER_MS = 15_000;

type Esbuild = typeof import('esbuild');
const require = createRequire(import.meta.url);
let esbuild: Esbuild | null = null;

enableCompileCache(KEPT);
setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
registerHooks({
  load: (url, context, next) => {
    if (!url.startsWith('file:') || !url.endsWith('.tsx')) return next(url, context);
    return { format: 'module', source: pageAsCalls(fileURLToPath(url)), shortCircuit: true };
  },
});

function pageAsCalls(path: string): string {
  const text = readFileSync(path, 'utf8');
  const kept = join(PAGES, `${sha1(path + text)}.mjs`);
  const found = readKept(kept);
  if (found !== null) return found;
  const made = makeCalls(path, text);
  keep(kept, made);
  return made;
}

const MARK = '\n//kept ';
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** What an earlier start kept; `null` when it is not there, or not whole, as after a power cut. */
function readKept(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8');
    const at = text.lastIndexOf(MARK);
    const made = text.slice(0, at);
    return at > 0 && text.slice(at + MARK.length) === sha1(made) ? made : null;
  } catch {
    return null;
  }
}

function makeCalls(path: string, text: string): string {
  esbuild ??= require('esbuild') as Esbuild;
  return esbuild.transformSync(text, {
    loader: 'tsx',
    format: 'esm',
    target: 'esnext',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    sourcemap: 'inline',
    sourcefile: path,
  }).code;
}

function keep(file: string, text: string): void {
  try {
    mkdirSync(PAGES, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text + MARK + sha1(text));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Read-only or full: made anew at the next start.
  }
}
