import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exchange, goldenInspection, got, homePage } from '../src/steps/inspect/checks/golden-inspection.ts';
import { judgeOne } from '../src/steps/inspect/checks/judge-one.ts';
import type { BenchRow } from './bench-row.ts';

/** What the other side is told, as its own tests tell it. */
interface Asked {
  readonly responses: Record<'auto' | 'https', { headers: Record<string, string> & { set(name: string, value: string): void } }>;
}
type Rule = (asked: Asked) => { readonly pass: boolean; readonly result: string };

/** Header, check, file and name of the other side's rule, and values: from none over weak and broken ones to strict ones. */
const cases: readonly (readonly [string, string, string, string, readonly (string | undefined)[]])[] = [
  [
    ...(['content-security-policy', 'csp', 'csp.js', 'contentSecurityPolicyTest'] as const),
    [
      undefined,
      "default-src 'none'",
      "default-src 'none'; script-src 'self'",
      "default-src 'self' https:",
      'default-src *',
      "default-src 'self'; script-src 'self' 'unsafe-inline'",
      "default-src 'self'; script-src 'self' 'unsafe-eval'",
      "default-src 'none'; script-src 'nonce-abcdefghij' 'strict-dynamic'; base-uri 'none'",
      "default-src 'none'; script-src 'nonce-abcdefghij' 'unsafe-inline'; base-uri 'none'",
      'script-src data:',
      "script-src https:; object-src 'none'",
      "img-src 'self'",
      "default-src 'none'; style-src 'unsafe-inline'",
    ],
  ],
  [
    ...(['x-frame-options', 'framing', 'x-frame-options.js', 'xFrameOptionsTest'] as const),
    [undefined, 'DENY', 'deny ', 'SAMEORIGIN', 'whimsy', 'SAMEORIGIN, SAMEORIGIN'],
  ],
  [
    ...(['x-content-type-options', 'nosniff', 'x-content-type-options.js', 'xContentTypeOptionsTest'] as const),
    [undefined, 'nosniff', 'NoSniff ', 'whimsy', 'nosniff, nosniff'],
  ],
  [
    ...(['referrer-policy', 'referrer-policy', 'referrer-policy.js', 'referrerPolicyTest'] as const),
    [
      undefined,
      'no-referrer',
      'same-origin',
      'strict-origin',
      'strict-origin-when-cross-origin',
      'origin',
      'unsafe-url',
      'no-referrer-when-downgrade',
      'no-referrer, unsafe-url',
      'unsafe-url, no-referrer',
    ],
  ],
  [
    ...(['strict-transport-security', 'hsts', 'strict-transport-security.js', 'strictTransportSecurityTest'] as const),
    [
      undefined,
      'max-age=86400',
      'max-age=15768000',
      'max-age=63072000; includeSubDomains; preload',
      'includeSubDomains',
      'max-age=abc',
      'max-age=31536000; max-age=1',
    ],
  ],
];

/**
 * Judges the same headers with MDN's HTTP Observatory, and counts where both say pass or both do not. Wants the folder in which
 * `npm i @mdn/mdn-http-observatory@1.4.8 --ignore-scripts` was run in OBSERVATORY; skips without it.
 */
export async function benchObservatory(): Promise<readonly BenchRow[]> {
  const root = join(process.env.OBSERVATORY ?? '', 'node_modules/@mdn/mdn-http-observatory');
  if (process.env.OBSERVATORY === undefined || !existsSync(root)) {
    process.stderr.write('observatory: skipped, OBSERVATORY names no folder with the package\n');
    return [];
  }
  const load = async (path: string) =>
    (await import(pathToFileURL(join(root, path)).href)) as Record<string, (...args: never[]) => unknown>;
  const empty = (await load('test/helpers.js')).emptyRequests as unknown as () => Asked;
  const rows: BenchRow[] = [];
  for (const [header, check, file, name, values] of cases) {
    const rule = (await load(`src/analyzer/tests/${file}`))[name] as unknown as Rule;
    let same = 0;
    for (const value of values) {
      const asked = empty();
      if (value !== undefined) for (const response of [asked.responses.auto, asked.responses.https]) response.headers[header] = value;
      const theirs = rule(asked);
      const ours = judgeOne(check, inspectionWith(header, value));
      if (theirs.pass === (ours === 'pass')) same += 1;
      else process.stderr.write(`| ${header} | ${value ?? 'not sent'} | ours ${ours} | theirs ${theirs.result} |\n`);
    }
    rows.push({
      what: `${header}: judged as MDN's observatory does`,
      value: same,
      unit: 'values',
      against: { what: 'of', value: values.length },
    });
  }
  return rows;
}

function inspectionWith(header: string, value: string | undefined) {
  const headers = header === 'x-frame-options' ? { 'content-security-policy': undefined, [header]: value } : { [header]: value };
  const page = got(homePage(headers));
  return goldenInspection({ home: page, homeAgain: got(exchange()), pages: [] });
}
