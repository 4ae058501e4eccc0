import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { skimmerVariants } from '#practice-shop/attacks/skimmers/all-variants.ts';
import { openSkimmerStage, type SkimmerStage } from '#practice-shop/attacks/skimmers/open-skimmer-stage.ts';
import type { BenchRow } from './bench-row.ts';
import { type Audited, auditPage } from './skimmers/audit.ts';
import { type HonestPackage, honestPackages } from './skimmers/honest-packages.ts';

/**
 * Ways of stealing from a payment page, each beside an honest twin, and packages that honest payment pages carry (installed from the
 * registry for the time of the bench): what the audit of the payment page says of each, and how long it takes.
 */
export async function benchSkimmers(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-skimmers-'));
  const stage = await openSkimmerStage();
  const browser = openBrowser({ cacheFolder: join(folder, 'browser'), lookup: async () => ['127.0.0.1'] });
  try {
    const variants = await judgeVariants(browser, stage);
    const honest = await judgeHonest(browser, stage, join(folder, 'packages'));
    const times = [...variants.times].sort((a, b) => a - b);
    return [
      row('thieves rung with receiver and stolen fields named', variants.rung, 'of the ways of stealing', skimmerVariants.length),
      none('ways of stealing not rung', skimmerVariants.length - variants.rung),
      none('honest twins rung', variants.twins),
      none('honest packages taken for thieves', honest.wrong),
      row(
        'unmasked recordings of visits told as such',
        honest.recordings,
        'pages that record unmasked',
        honestPackages.filter((item) => item.records).length,
      ),
      row('audit of a payment page, two visits, median', (times[Math.floor(times.length / 2)] ?? 0) / 1000, 'aim', 20, 's'),
      row('audit of a payment page, two visits, longest', (times.at(-1) ?? 0) / 1000, 'aim', 20, 's'),
    ];
  } finally {
    await browser.close();
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(what: string, value: number, baseline: string, against: number, unit = ''): BenchRow {
  return { what, value, unit, against: { what: baseline, value: against } };
}

/** A figure that must be nought. */
function none(what: string, value: number): BenchRow {
  return { what, value, unit: '', against: { what: 'limit', value: 0 }, holds: true };
}

async function judgeVariants(browser: Browser, stage: SkimmerStage) {
  let rung = 0;
  let twins = 0;
  const times: number[] = [];
  for (const variant of skimmerVariants) {
    const thief = await auditPage(browser, stage.urlOf(variant, false));
    const twin = await auditPage(browser, stage.urlOf(variant, true));
    times.push(thief.ms, twin.ms);
    const receiver = variant.named?.(stage.hosts) ?? new URL(stage.hosts.collect).host;
    const named = variant.takes.length === 0 ? tellsClipboard(thief, receiver) : namesReceiver(thief, receiver);
    const isTwinQuiet = twin.skimmer.outcome === 'pass' && twin.clipboard.outcome === 'pass';
    rung += named ? 1 : 0;
    twins += isTwinQuiet ? 0 : 1;
    if (!named) process.stderr.write(`not rung: ${variant.id}: ${thief.skimmer.evidence[0]?.text ?? ''}\n`);
    if (!isTwinQuiet)
      process.stderr.write(`twin of ${variant.id}: ${[...twin.skimmer.evidence, ...twin.clipboard.evidence][0]?.text ?? ''}\n`);
  }
  return { rung, twins, times };
}

function namesReceiver({ skimmer }: Audited, receiver: string): boolean {
  return skimmer.weaknesses.some(
    ({ title, evidence }) =>
      /card number|security code|expiry date/.test(title) &&
      [title, ...evidence.map(({ text }) => text)].some((text) => text.includes(receiver)),
  );
}

function tellsClipboard({ clipboard }: Audited, words: string): boolean {
  return JSON.stringify(clipboard.weaknesses).includes(words);
}

async function judgeHonest(browser: Browser, stage: SkimmerStage, folder: string) {
  const names = [...new Set([...honestPackages.map(({ name, version }) => `${name}@${version}`), 'jquery@3.7.1'])];
  execFileSync('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', ...names], { stdio: 'ignore' });
  let wrong = 0;
  let recordings = 0;
  for (const item of honestPackages) {
    const { skimmer, leak, clipboard } = await auditPage(
      browser,
      stage.urlOf({ build: ({ cdn }) => pageOf(item, folder, cdn, stage.hosts.collect) }, true),
    );
    process.stderr.write(
      `${item.name}: ${skimmer.outcome}; ${[...skimmer.weaknesses, ...leak.weaknesses].map(({ title }) => title).join('; ')}\n`,
    );
    if (skimmer.outcome !== 'pass' || clipboard.outcome !== 'pass') wrong += 1;
    if (item.records && leak.weaknesses.some(({ title }) => title.startsWith('A recording'))) recordings += 1;
  }
  return { wrong, recordings };
}

function pageOf({ name, files, start }: HonestPackage, folder: string, cdn: string, host: string) {
  const paths = files.map((file) => (file.startsWith('/') ? file.slice(1) : `${name}/${file}`));
  const bodies = paths.map(
    (path, place) => [`/${place}.js`, { type: 'text/javascript', body: readFileSync(join(folder, 'node_modules', path), 'utf8') }] as const,
  );
  return {
    files: Object.fromEntries(bodies),
    html: `${bodies.map(([path]) => `<script src="${cdn}${path}"></script>`).join('')}<script>${start.replaceAll('HOST', host)}</script>`,
  };
}
