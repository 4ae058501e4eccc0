import { type Authorised, type Leak, type PaymentPage, type Script, scriptKey } from '../../inspection.ts';
import { imitates, isPaymentHost } from '../../payment-hosts.ts';
import { isHashed } from './find-canary.ts';
import { freshName } from './fresh-name.ts';

/** What looks like theft of card data, with everything that speaks for it. */
export interface Thief {
  /** Stable name: the host that receives, or the script that takes. */
  readonly key: string;
  /** `proven`: typed card data was seen leaving, or being asked for. `likely`: the behaviour fits nothing else that is known. */
  readonly certainty: 'proven' | 'likely';
  readonly fields: readonly string[];
  /** Where it goes: a host, or in words. */
  readonly to: string;
  /** Keys of the scripts that do it, as far as known. */
  readonly scripts: readonly string[];
  readonly reasons: readonly string[];
}

/** Points at which a script counts as a thief without being seen to send what was typed. */
const LIKELY = 6;
const CARD: ReadonlySet<string> = new Set(['card', 'cvc', 'expiry']);
const SECRET: ReadonlySet<string> = new Set([...CARD, 'password']);
/** Ways of writing that hide; url, JSON, base64 and packing are how honest scripts send too. */
const HIDDEN = /reversed|key|alphabet|pieces|hex|codes|prefix|escapes|entities|lz-string/;
const STRONG_SIGNS = new Set([
  ...['names hidden as hexadecimal numbers', 'texts hidden as escapes', 'packed to be unpacked by eval', 'runs code that it decodes'],
  ...['an address hidden in base64', 'texts hidden as character codes'],
]);

/** Whether a host may get what is typed: a payment provider’s, or one that a person authorised. */
export function isExpected(host: string, authorised: Authorised | null): boolean {
  return isPaymentHost(host) || (authorised?.hosts.includes(host) ?? false);
}

/** Thieves on a payment page, from what its scripts did. Pure; reading a field or listening to it alone never counts. */
export function judgeThieves(page: PaymentPage, authorised: Authorised | null): Thief[] {
  const proven = provenThieves(page, authorised);
  const known = new Set(proven.flatMap((thief) => [thief.key, ...thief.scripts]));
  const framed = framedThieves(page, authorised).filter((thief) => !known.has(thief.key));
  const likely = likelyThieves(page, authorised).filter(
    (thief) => !known.has(thief.key) && !thief.scripts.some((script) => known.has(script)),
  );
  return [...proven, ...framed, ...likely];
}

function provenThieves(page: PaymentPage, authorised: Authorised | null): Thief[] {
  const theirs = page.leaks.filter((leak) => !isExpected(leak.host, authorised) && !leak.recording && !isHashed(leak));
  return [...Map.groupBy(theirs, ({ host }) => host)].flatMap(([host, leaks]) => {
    const secret = leaks.some(({ field }) => SECRET.has(field));
    const hidden = leaks.filter(({ encoding }) => HIDDEN.test(encoding));
    const scripts = unique(leaks.map(({ script }) => script));
    const points = scripts
      .flatMap((key) => pointsOf(page, key, host))
      .reduce((sum, { points: more }) => sum + more, hidden.length > 0 ? 4 : 0);
    if (!secret && points < LIKELY) return [];
    const reasons = [...leaks.slice(0, 8).map(leakInWords), ...reasonsAbout(page, scripts, host)];
    return [
      {
        key: host,
        certainty: 'proven' as const,
        fields: unique(leaks.map(({ field }) => field)),
        to: host,
        scripts,
        reasons: unique(reasons),
      },
    ];
  });
}

export function leakInWords({ field, host, where, encoding, channel, script }: Leak): string {
  const how = encoding === 'plain' ? 'in the clear' : encoding;
  return `${field} in the ${where} (${how}) to ${host}, as ${channel}${script === null ? '' : `, sent by ${script}`}`;
}

/** A frame of somebody else that asks for card data on the shop's own page. */
function framedThieves(page: PaymentPage, authorised: Authorised | null): Thief[] {
  const shop = URL.parse(page.finalUrl)?.host ?? '';
  return page.frames.flatMap((frame) => {
    const host = URL.parse(frame.url)?.host ?? '';
    const fields = frame.fields.filter((field) => CARD.has(field));
    if (fields.length === 0 || host === '' || host === shop || isExpected(host, authorised)) return [];
    const reasons = [
      `a frame from ${host} asks for ${fields.join(', ')}`,
      ...(frame.late ? ['it was put in after the page had been loaded'] : []),
      ...(frame.covers ? ['it lies over fields of the page'] : []),
      ...reasonsAbout(page, [], host),
    ];
    const sure = frame.late || frame.covers || imitates(host) !== null;
    return [{ key: host, certainty: sure ? ('proven' as const) : ('likely' as const), fields, to: host, scripts: [], reasons }];
  });
}

interface Point {
  readonly points: number;
  readonly reason: string;
}

/** Scripts that read card fields and reach out, with enough that speaks for theft. */
function likelyThieves(page: PaymentPage, authorised: Authorised | null): Thief[] {
  const keys = unique(page.uses.filter(({ field, how }) => CARD.has(field) && !how.startsWith('listens')).map(({ script }) => script));
  return keys.flatMap((key) => {
    const fields = unique(page.uses.filter((use) => use.script === key && CARD.has(use.field)).map(({ field }) => field));
    const family = familyOf(page, key);
    const hosts = page.hosts.filter(
      ({ host, party, scripts, channels }) =>
        party === 'third' &&
        !isExpected(host, authorised) &&
        scripts.some((script) => family.has(script)) &&
        channels.some((channel) => channel !== 'script' && channel !== 'stylesheet' && channel !== 'font'),
    );
    const reach: Point[] = hosts.map(({ host, channels }) => ({
      points: 3,
      reason: `it reads ${fields.join(', ')} and talks to ${host} (${channels.join(', ')})`,
    }));
    const best = reach[0] === undefined ? [] : [reach[0]];
    const points = unique([...best, ...pointsOf(page, key, hosts[0]?.host ?? null)]);
    const unseen = unseenWay(page, key);
    if (best.length === 0 && unseen === null) return [];
    if (points.reduce((sum, point) => sum + point.points, 0) < LIKELY) return [];
    const to = hosts[0]?.host ?? unseen ?? 'an unknown place';
    return [
      { key: hosts[0]?.host ?? key, certainty: 'likely' as const, fields, to, scripts: [key], reasons: points.map(({ reason }) => reason) },
    ];
  });
}

/** Where what a script takes may go without being seen to; null: nowhere. */
function unseenWay({ tricks }: PaymentPage, key: string): string | null {
  const own = tricks.filter(({ script }) => script === key);
  const direct = own.find(({ what }) => what === 'direct connection');
  if (direct) return `a direct connection (${direct.detail})`;
  const hidden = own.find(({ what }) => what === 'hides typed values');
  if (hidden) return `a place to fetch it from (${hidden.detail})`;
  const worker = own.find(({ what }) => what === 'shared worker');
  return worker ? `a shared worker (${worker.detail})` : null;
}

/** A script, and what it made by eval or what made it so. */
function familyOf(page: PaymentPage, key: string): ReadonlySet<string> {
  const own = page.scripts.filter((script) => scriptKey(script) === key);
  const parents = own.filter(({ party }) => party === 'eval').map(({ parent }) => parent);
  const children = page.scripts.filter((script) => script.party === 'eval' && script.parent === key).map(scriptKey);
  return new Set([key, ...parents.filter((parent) => parent !== null), ...children]);
}

/** What speaks for theft in one script that reads card fields, beside that. */
function pointsOf(page: PaymentPage, key: string | null, host: string | null): Point[] {
  const script = page.scripts.find((item) => scriptKey(item) === key);
  const tricks = key === null ? [] : page.tricks.filter((trick) => trick.script === key);
  const famous = host === null ? null : imitates(host);
  const places = unique([host, key === null ? null : (URL.parse(key)?.host ?? null)]);
  const fresh = places.flatMap((place) => (place === null ? [] : (freshName(page, place) ?? [])));
  return [
    ...[...new Map(fresh.map((item) => [item.reason, item])).values()],
    ...(script ? signPoints(script) : []),
    ...tricks.map(({ what, detail }) => ({ points: trickPoints[what], reason: `it ${trickWords[what]} (${detail})` })),
    ...(famous === null ? [] : [{ points: 3, reason: `${host} imitates ${famous}` }]),
    ...(key !== null && page.onlyIn[key] ? [{ points: 1, reason: `it came only ${page.onlyIn[key].join(' and ')}` }] : []),
    ...(host !== null && page.onlyIn[host] ? [{ points: 1, reason: `${host} was contacted only ${page.onlyIn[host].join(' and ')}` }] : []),
  ];
}

const trickPoints = {
  'stops debuggers': 2,
  'direct connection': 6,
  'reads the clipboard': 1,
  'keeps typed values': 3,
  'hides typed values': 6,
  'enciphers typed values': 3,
  'hands over typed values': 3,
  'shared worker': 3,
  'service worker': 1,
  'puts a command in the clipboard': 6,
  'writes the clipboard': 1,
  'changes what is copied': 2,
  'looks for developer tools': 1,
} as const;
const trickWords = {
  'stops debuggers': 'stops debuggers',
  'direct connection': 'opens a direct connection, past the page’s rules',
  'reads the clipboard': 'reads the clipboard',
  'keeps typed values': 'keeps typed values',
  'hides typed values': 'keeps typed values, written so that nobody reads them,',
  'enciphers typed values': 'enciphers typed values',
  'hands over typed values': 'hands over typed values',
  'shared worker': 'starts a worker that lives on after the page',
  'service worker': 'installs a service worker',
  'puts a command in the clipboard': 'puts a command for the system in the clipboard',
  'writes the clipboard': 'writes the clipboard',
  'changes what is copied': 'changes what customers copy',
  'looks for developer tools': 'looks whether developer tools are open',
} as const;

function signPoints({ signs, code }: Script): Point[] {
  const written = code.map(({ outcome, title }) => ({ points: outcome === 'malicious' ? 4 : 1, reason: `its source: ${title}` }));
  return [...written, ...signs.map((sign) => ({ points: STRONG_SIGNS.has(sign) ? 3 : 1, reason: `its source: ${sign}` }))];
}

function reasonsAbout(page: PaymentPage, scripts: readonly string[], host: string): string[] {
  const keys: readonly (string | null)[] = scripts.length === 0 ? [null] : scripts;
  const swapped = page.changes.filter(({ what, to }) => what === 'form action' && URL.parse(to)?.host === host);
  return [
    ...swapped.map(({ detail }) => `a form was made to send there${detail === '' ? '' : ` instead of ${detail}`}`),
    ...keys.flatMap((key) => pointsOf(page, key, host)).map(({ reason }) => reason),
  ];
}

function unique<T>(items: readonly (T | null)[]): T[] {
  return [...new Set(items)].filter((item) => item !== null);
}
