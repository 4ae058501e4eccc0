import type { Severity } from '#kernel/outcome.ts';
import { type Confusables, makeFold } from './fold-label.ts';
import { type BrandWord, type Match, type MatchWords, matchLabel, type Resemblance } from './match-label.ts';
import { type Label, type Place, readLabels } from './read-labels.ts';

/** What a shop is called and what belongs to it. */
export interface Brand {
  /** Brand words, lower case, letters and digits: `shopbell`. */
  readonly words: readonly string[];
  /** Own registrable names and hosts; everything under them is ours. */
  readonly own: readonly string[];
  /** Words that contain a brand word and are not about us. */
  readonly safe: readonly string[];
}

/** `code` names a message `unmask.reason.<code>`; `detail` is filled into it. */
export interface Reason {
  readonly code:
    | Resemblance
    | 'own-address'
    | 'other-ending'
    | 'elsewhere'
    | 'on-platform'
    | 'lure'
    | 'digits'
    | 'hyphens'
    | 'foreign-letters'
    | 'reported';
  readonly detail: string;
}

export type Judgement =
  | { readonly verdict: 'ours' | 'nothing'; readonly score: 0; readonly severity: 'info'; readonly reasons: readonly [] }
  | { readonly verdict: 'suspicious'; readonly score: number; readonly severity: Severity; readonly reasons: readonly Reason[] };

/** Judges one host name as `readHost` returns it. Pure; about ten microseconds a name. */
export type JudgeName = (host: string) => Judgement;

const OURS: Judgement = { verdict: 'ours', score: 0, severity: 'info', reasons: [] };
const NOTHING: Judgement = { verdict: 'nothing', score: 0, severity: 'info', reasons: [] };

/** Under this a name is not worth a person's look. */
const WORTH_A_LOOK = 40;

const points: Readonly<Record<Resemblance, number>> = {
  same: 62,
  'looks-same': 82,
  split: 62,
  'with-lure': 76,
  'as-word': 58,
  slip: 56,
  inside: 48,
  'with-number': 42,
};

const placePoints: Readonly<Record<Place, number>> = { name: 0, platform: 6, subdomain: 4 };

interface Found {
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** Prepares the judge for one shop. */
export function makeJudge(
  brand: Brand,
  words: { readonly lures: ReadonlySet<string>; readonly common: ReadonlySet<string>; readonly confusables: Confusables },
): JudgeName {
  const fold = makeFold(words.confusables);
  const matchWords: MatchWords = { lures: words.lures, common: words.common, safe: new Set(brand.safe), fold };
  const brands: BrandWord[] = brand.words.map((word) => ({
    word,
    folded: fold(word),
    everyday: words.common.has(word) || words.lures.has(word),
  }));
  const own = brand.own.map((name) => ({
    name,
    inside: `.${name}`,
    written: [`${name}.`, `${name}-`, `${name.replaceAll('.', '-')}.`, `${name.replaceAll('.', '-')}-`],
  }));

  return (host) => {
    if (own.some(({ name, inside }) => host === name || host.endsWith(inside))) return OURS;
    const parts = readLabels(host);
    if (parts === null) return NOTHING;
    const address = own.find(({ written }) => written.some((text) => startsSomewhere(host, text, parts.suffix)));
    let best: Found | null = address === undefined ? null : { score: 90, reasons: [{ code: 'own-address', detail: address.name }] };
    for (const label of parts.labels) {
      for (const word of brands) {
        const found = judgeLabel(label, matchLabel(label.text, word, matchWords), parts.domain, own, word);
        if (found !== null && (best === null || found.score > best.score)) best = found;
      }
    }
    if (best === null) return NOTHING;
    const { score, reasons } = weigh(best, host, parts.labels, matchWords);
    if (score < WORTH_A_LOOK) return NOTHING;
    return { verdict: 'suspicious', score, severity: severityOf(score), reasons };
  };
}

function judgeLabel(
  label: Label,
  match: Match | null,
  domain: string,
  own: readonly { readonly name: string }[],
  brand: BrandWord,
): Found | null {
  if (match === null) return null;
  if (match.how === 'same' && label.place === 'name') {
    const known = own.some(({ name }) => name.split('.')[0] === label.text);
    return known || brand.everyday
      ? { score: brand.everyday ? 25 : 44, reasons: [{ code: 'other-ending', detail: domain }] }
      : { score: points.same, reasons: [{ code: 'same', detail: label.text }] };
  }
  if (match.how === 'same' && brand.everyday) return null;
  const reasons: Reason[] = [{ code: match.how, detail: match.detail }];
  if (label.place === 'subdomain') reasons.push({ code: 'elsewhere', detail: domain });
  if (label.place === 'platform') reasons.push({ code: 'on-platform', detail: domain });
  const bonus = match.how === 'same' && label.place === 'subdomain' ? 10 : placePoints[label.place];
  return { score: points[match.how] + bonus, reasons };
}

/** Adds what makes a resembling name look like a trap. */
function weigh(found: Found, host: string, labels: readonly Label[], words: MatchWords): Found {
  const reasons = [...found.reasons];
  let score = found.score;
  const lure = reasons.some((reason) => reason.code === 'with-lure')
    ? undefined
    : labels.flatMap((label) => label.text.split(/[-_]/)).find((token) => token.length > 2 && words.lures.has(token));
  if (lure !== undefined) {
    score += 12;
    reasons.push({ code: 'lure', detail: lure });
  }
  const digits = /\d{4,}/.exec(host)?.[0];
  if (digits !== undefined) {
    score += 6;
    reasons.push({ code: 'digits', detail: digits });
  }
  if (host.replaceAll('xn--', '').split('-').length > 3) {
    score += 4;
    reasons.push({ code: 'hyphens', detail: host });
  }
  const foreign = labels.find((label) => /[^\p{ASCII}]/u.test(label.text));
  if (foreign !== undefined) {
    score += 4;
    reasons.push({ code: 'foreign-letters', detail: foreign.text });
  }
  return { score: Math.min(score, 99), reasons };
}

/** Whether the own address is written at the start of a label, before the true ending: `shop.example-pay.test`. */
function startsSomewhere(host: string, text: string, suffix: string): boolean {
  const at = host.indexOf(text);
  if (at < 0 || at + text.length > host.length - suffix.length) return false;
  return at === 0 || host[at - 1] === '.' || host[at - 1] === '-';
}

/** 80 and more is high, 60 medium, 40 low. */
function severityOf(score: number): Severity {
  if (score >= 80) return 'high';
  if (score >= 60) return 'medium';
  return score >= WORTH_A_LOOK ? 'low' : 'info';
}
