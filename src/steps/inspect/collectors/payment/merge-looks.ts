import { type Got, isElsewhere, type PaymentPage, scriptKey } from '../../inspection.ts';

interface Seen {
  readonly look: string;
  readonly page: PaymentPage;
}

/**
 * One picture of several looks at the same page: everything that any of them saw. What only some saw is named in `onlyIn`.
 * A later look that failed or got somewhere else makes the picture partial; it takes nothing away.
 */
export function mergeLooks(first: Seen, others: readonly { readonly look: string; readonly got: Got<PaymentPage> }[]): PaymentPage {
  const there = others.flatMap(({ look, got }) =>
    got.kind === 'got' && isSamePage(first.page, got.value) ? [{ look, page: got.value }] : [],
  );
  const all = [first, ...there];
  const pages = all.map(({ page }) => page);
  const missing = others.filter(({ look }) => !there.some((item) => item.look === look));
  return {
    ...first.page,
    scripts: uniqueBy(
      pages.flatMap((page) => page.scripts),
      (script) => `${scriptKey(script)} ${script.hash}`,
    ),
    sources: Object.assign({}, ...pages.map((page) => page.sources).reverse()),
    hosts: mergeHosts(pages),
    forms: uniqueBy(
      pages.flatMap((page) => page.forms),
      (form) => form.action,
    ),
    frames: uniqueBy(
      pages.flatMap((page) => page.frames),
      (frame) => `${frame.url.split('?')[0]} ${frame.late} ${frame.fields.join()}`,
    ),
    typed: [...new Set(pages.flatMap((page) => page.typed))],
    leaks: uniqueBy(
      pages.flatMap((page) => page.leaks),
      (leak) => `${leak.field} ${leak.host} ${leak.where} ${leak.channel}`,
    ),
    uses: uniqueBy(
      pages.flatMap((page) => page.uses),
      (use) => JSON.stringify(use),
    ),
    tricks: uniqueBy(
      pages.flatMap((page) => page.tricks),
      (trick) => JSON.stringify(trick),
    ),
    changes: uniqueBy(
      pages.flatMap((page) => page.changes),
      (change) => `${change.what} ${change.to.split('?')[0]}`,
    ),
    onlyIn: there.length === 0 ? {} : onlyIn(all),
    partial: first.page.partial ?? there.find(({ page }) => page.partial !== null)?.page.partial ?? whyMissing(missing),
  };
}

function isSamePage(a: PaymentPage, b: PaymentPage): boolean {
  return new URL(a.finalUrl).pathname === new URL(b.finalUrl).pathname || (b.status < 400 && !isElsewhere(b));
}

function whyMissing(missing: readonly { readonly look: string; readonly got: Got<PaymentPage> }[]): string | null {
  const [one] = missing;
  if (one === undefined) return null;
  const why = one.got.kind === 'unknown' ? one.got.reason : `It led to ${one.got.value.finalUrl}.`;
  return `The page could not be looked at ${one.look}: ${why}`;
}

function mergeHosts(pages: readonly PaymentPage[]): PaymentPage['hosts'] {
  return [
    ...Map.groupBy(
      pages.flatMap((page) => page.hosts),
      ({ host }) => host,
    ),
  ]
    .map(([host, uses]) => ({
      host,
      party: uses[0]?.party ?? 'third',
      requests: uses.reduce((sum, use) => sum + use.requests, 0),
      scripts: [...new Set(uses.flatMap((use) => use.scripts))].sort(),
      channels: [...new Set(uses.flatMap((use) => use.channels))].sort(),
    }))
    .sort((a, b) => a.host.localeCompare(b.host));
}

function onlyIn(all: readonly Seen[]): PaymentPage['onlyIn'] {
  const names = (page: PaymentPage) => [
    ...page.scripts.filter(({ party }) => party === 'third' || party === 'first').map(scriptKey),
    ...page.hosts.filter(({ party }) => party === 'third').map(({ host }) => host),
  ];
  const looks = all.map(({ look, page }) => ({ look, names: new Set(names(page)) }));
  const every = new Set(looks.flatMap((item) => [...item.names]));
  return Object.fromEntries(
    [...every]
      .map((name) => [name, looks.filter((item) => item.names.has(name)).map(({ look }) => look)] as const)
      .filter(([, seen]) => seen.length < all.length),
  );
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const map = new Map<string, T>();
  for (const item of items) if (!map.has(keyOf(item))) map.set(keyOf(item), item);
  return [...map.values()];
}
