import { type Place, type PlatformFacts, platformFacts, type VersionSign } from './platform-facts.ts';
import type { Trace } from './traces-of.ts';
import { spanOf, type VersionSpan, type VersionWord, versionWords } from './version-span.ts';

/** Points that a claim needs, and kinds of places that they must come from. */
const ENOUGH = 3;
const SURE = 5;
const KINDS = 2;
const MOST_SHOWN = 120;

export interface Sign {
  readonly in: Place;
  readonly points: 1 | 2;
  /** What was seen there. */
  readonly text: string;
  readonly url: string;
}

/** A platform of which there are signs. */
export interface FoundPlatform {
  readonly facts: PlatformFacts;
  /** Of each kind of place the best sign. */
  readonly signs: readonly Sign[];
  readonly points: number;
  /** Whether that is enough to say so: more than one kind of place, three points at least. */
  readonly isClaimed: boolean;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly version: VersionSpan;
}

export interface Recognised {
  /** `null`: none, or several that exclude each other. */
  readonly platform: FoundPlatform | null;
  /** What the platform is built on, where that is one itself. */
  readonly base: FoundPlatform | null;
  /** All of which there are signs, most points first. */
  readonly found: readonly FoundPlatform[];
}

/** Names of places as they read in a report. */
const placeWords: Readonly<Record<Place, string>> = {
  header: 'header',
  cookie: 'cookie',
  generator: 'generator tag',
  asset: 'files',
  foreign: 'files elsewhere',
  markup: 'markup',
  inline: 'script in the page',
  script: 'script',
  answer: 'interface',
  graphql: 'GraphQL interface',
};

/**
 * Which platform a shop runs. Signs are taken from what a visitor gets, so each alone may be a leftover, a borrowed picture or a lie: only
 * several kinds of places together make a claim, and of two that exclude each other none is claimed unless one has twice the points. Pure.
 */
export function recognisePlatform(traces: readonly Trace[]): Recognised {
  const found = platformFacts()
    .platforms.map((facts) => judgeOne(facts, traces))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points);
  const claimed = found.filter(({ isClaimed }) => isClaimed);
  const isBase = (one: FoundPlatform) => claimed.some(({ facts }) => facts.on === one.facts.platform);
  const [first, second] = claimed.filter((one) => !isBase(one));
  const isAlone = first !== undefined && (second === undefined || first.points >= 2 * second.points);
  const platform = isAlone ? first : null;
  const base = platform?.facts.on === undefined ? undefined : claimed.find(({ facts }) => facts.platform === platform.facts.on);
  return { platform, base: base ?? null, found };
}

function judgeOne(facts: PlatformFacts, traces: readonly Trace[]): FoundPlatform {
  const best = new Map<Place, Sign>();
  for (const sign of facts.signs) {
    if ((best.get(sign.in)?.points ?? 0) >= sign.points) continue;
    for (const trace of traces) {
      const match = trace.in === sign.in ? sign.match.exec(trace.text) : null;
      if (match === null) continue;
      best.set(sign.in, { in: sign.in, points: sign.points, text: shown(trace, match), url: trace.url });
      break;
    }
  }
  const signs = [...best.values()].toSorted((a, b) => b.points - a.points);
  const points = signs.reduce((sum, sign) => sum + sign.points, 0);
  const isClaimed = points >= ENOUGH && signs.length >= KINDS;
  const confidence = !isClaimed ? 'low' : points >= SURE && signs.length > KINDS ? 'high' : 'medium';
  return { facts, signs, points, isClaimed, confidence, version: versionOf(facts, traces) };
}

function versionOf(facts: PlatformFacts, traces: readonly Trace[]): VersionSpan {
  if (facts.hosted) return { kind: 'unknown', reason: 'its maker runs and mends it' };
  return spanOf(facts.versions.flatMap((sign) => wordsIn(sign, traces)));
}

function wordsIn(sign: VersionSign, traces: readonly Trace[]): VersionWord[] {
  const told = traces.flatMap((trace) => {
    const match = trace.in === sign.in ? sign.match.exec(trace.text) : null;
    const version = match === null ? undefined : (match[1] ?? sign.version);
    return version === undefined ? [] : [version];
  });
  return [...new Set(told)].map((version) => ({ says: sign.says, version, by: placeWords[sign.in] }));
}

/** What a sign is shown as: the part that fits, without values that change at every visit. */
function shown(trace: Trace, match: RegExpExecArray): string {
  const text = trace.in === 'header' || trace.in === 'generator' ? trace.text : match[0];
  return text.replace(/\s+/g, ' ').slice(0, MOST_SHOWN);
}

/** `WooCommerce 9.1.2 on WordPress 6.1.9`. */
export function platformWords({ platform, base }: Pick<Recognised, 'platform' | 'base'>): string {
  if (platform === null) return 'not recognised';
  return [platform, ...(base === null ? [] : [base])]
    .map(({ facts, version }) => `${facts.name} ${versionWords(version)}`.trim())
    .join(' on ');
}

/** `generator tag: WordPress 6.1.9`. */
export function signWords(sign: Sign): string {
  return `${placeWords[sign.in]}: ${sign.text}`;
}
