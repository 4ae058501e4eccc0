import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { compareLines } from './compare-lines.ts';
import { splitScript } from './split-script.ts';
import type { Comparison } from './types.ts';

interface Work {
  readonly before: string;
  readonly after: string;
  readonly how: Comparison['how'];
  readonly values: boolean;
  readonly maxMs: number;
  readonly mostLines: number;
}

const require = createRequire(import.meta.url);
// Its entry would also load what lays out style sheets and pages.
const { js_beautify: beautify } = require('js-beautify/js/lib/beautify.js') as {
  js_beautify(source: string, options: Readonly<Record<string, unknown>>): string;
};
const work = workerData as Work;
const layOut = (source: string) =>
  work.how === 'split' ? splitScript(source) : beautify(source, { indent_size: 2, max_preserve_newlines: 1, unescape_strings: true });
parentPort?.postMessage(compareLines(layOut(work.before), layOut(work.after), work));
