import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

export interface Seen {
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  /** Rules of WCAG 2.2 AA that the page breaks, with the first element. */
  readonly violations: readonly string[];
  readonly overflows: boolean;
  readonly problems: readonly string[];
  readonly firstPaintMs: number | null;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  readonly violations: readonly string[];
  readonly overflows: boolean;
  readonly links: readonly string[];
  readonly firstPaintMs: number | null;
}

// Runs in the page, where this program's types do not reach.
const LOOK = `(async () => {
  const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  return {
    violations: violations.map((one) => one.id + ' at ' + one.nodes[0].target + ' (' + one.nodes.length + ')'),
    overflows: document.documentElement.scrollWidth > window.innerWidth,
    // A link in a picture holds its address in a wrapper of its own.
    links: [...document.querySelectorAll('a[href]')].map((link) => new URL(link.getAttribute('href') ?? '', document.baseURI).href),
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  };
})()`;

/** Opens one page and judges it: accessibility, width, console, size, time to first paint. */
export async function judgePage(page: Page, origin: string, path: string): Promise<Seen & { readonly links: readonly string[] }> {
  const problems: string[] = [];
  const listen = (message: { type(): string; text(): string }): void => {
    if (message.type() === 'error') problems.push(message.text());
  };
  page.on('console', listen);
  const response = await page.goto(origin + path, { waitUntil: 'load' });
  const bytes = (await response?.body())?.length ?? 0;
  await page.evaluate(axe);
  const found = (await page.evaluate(LOOK)) as Found;
  page.off('console', listen);
  return { path, status: response?.status() ?? 0, bytes, problems, ...found };
}

/** Walks every page that links lead to from here: one page for each shape of address (ids count as one). */
export async function crawl(page: Page, origin: string, starts: readonly string[], most: number): Promise<Seen[]> {
  const queue = [...starts];
  const shapes = new Set<string>();
  const seen: Seen[] = [];
  while (queue.length > 0 && seen.length < most) {
    const path = queue.shift() ?? '/';
    const shape = shapeOf(path);
    if (shapes.has(shape)) continue;
    shapes.add(shape);
    const { links, ...judged } = await judgePage(page, origin, path);
    seen.push(judged);
    queue.push(
      ...links
        .filter((link) => link.startsWith(`${origin}/`) && !/\.(csv|xlsx|html|json|eml|atom|txt|pdf|jpg|zip)(\?|$)|\/download/.test(link))
        .map((link) => link.slice(origin.length).replace(/#.*$/, '')),
    );
  }
  return seen;
}

/** `/decide/cases/case_01H…?sort=x` and another case are one shape. */
function shapeOf(path: string): string {
  return path
    .replace(/\?.*$/, '')
    .replace(/[a-z]{2,8}_[0-9A-Z]{26}/g, '{id}')
    .replace(/\/\d{4}-\d+/g, '/{number}')
    .replace(/[0-9a-f-]{36}/g, '{id}');
}
