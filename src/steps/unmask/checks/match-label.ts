import { oneEdit } from '#kernel/one-edit.ts';
import type { Fold } from './fold-label.ts';

/** Ways in which a label can pass for a brand, from the plainest to the vaguest. */
export type Resemblance = 'same' | 'looks-same' | 'split' | 'with-lure' | 'as-word' | 'slip' | 'inside' | 'with-number';

export interface Match {
  readonly how: Resemblance;
  /** The word beside the brand, or the part that resembles it. */
  readonly detail: string;
}

/** One brand word, prepared. */
export interface BrandWord {
  readonly word: string;
  readonly folded: string;
  /** Whether it is an everyday word as well: then it needs a lure beside it. */
  readonly everyday: boolean;
}

export interface MatchWords {
  readonly lures: ReadonlySet<string>;
  readonly common: ReadonlySet<string>;
  /** Words that the shop's owner declared harmless. */
  readonly safe: ReadonlySet<string>;
  readonly fold: Fold;
}

const SHORT = 4;

/** The strongest way in which one label resembles a brand, or `null`. */
export function matchLabel(label: string, brand: BrandWord, words: MatchWords): Match | null {
  if (words.safe.has(label)) return null;
  if (label === brand.word) return { how: 'same', detail: label };
  const tokens = label.includes('-') || label.includes('_') ? label.split(/[-_]+/).filter((token) => token !== '') : [label];
  if (tokens.includes(brand.word)) return matchWord(tokens, brand, words);
  if (tokens.length > 1 && tokens.join('') === brand.word) return { how: 'split', detail: label };
  let best: Match | null = null;
  for (const token of tokens) {
    if (words.safe.has(token)) continue;
    best = stronger(best, matchToken(token, brand, words));
  }
  return best;
}

/** The brand stands as a word of its own among others. */
function matchWord(tokens: readonly string[], brand: BrandWord, words: MatchWords): Match | null {
  const others = tokens.filter((token) => token !== brand.word);
  const lure = others.find((token) => isLure(token, words));
  if (lure !== undefined) return { how: 'with-lure', detail: lure };
  if (brand.everyday) return null;
  if (others.every((token) => /^\d+$/.test(token))) return { how: 'with-number', detail: others.join('-') };
  return { how: 'as-word', detail: others.join('-') };
}

/** A token that is not the brand itself. */
function matchToken(token: string, brand: BrandWord, words: MatchWords): Match | null {
  if (token.length < SHORT - 1 || words.common.has(token)) return null;
  if (token.includes(brand.word)) return stronger(slipOf(token, brand), matchInside(token, brand, words));
  if (brand.word.length < SHORT) return null;
  const folded = words.fold(token);
  if (folded === brand.folded) return { how: 'looks-same', detail: token };
  const slip = slipOf(token, brand);
  if (slip !== null) return slip;
  const at = brand.folded.length > SHORT ? folded.indexOf(brand.folded) : -1;
  if (at >= 0 && folded !== token) {
    const rest = folded.slice(0, at) + folded.slice(at + brand.folded.length);
    if (isLure(rest, words) || (brand.folded.length > SHORT + 1 && !/^[a-z]+$/.test(token))) return { how: 'looks-same', detail: token };
  }
  return null;
}

/** One slip of the finger. Chromium's exceptions: a difference in the first letter only, or in a final digit only, is seldom an imitation. */
function slipOf(token: string, brand: BrandWord): Match | null {
  if (brand.everyday || brand.word.length <= SHORT) return null;
  const slip = oneEdit(token, brand.word);
  if (slip === null || (slip.at === 0 && slip.edit !== 'swap')) return null;
  return slip.edit === 'added' && /\d$/.test(token) ? null : { how: 'slip', detail: token };
}

/** The brand stands inside a longer word. */
function matchInside(token: string, brand: BrandWord, words: MatchWords): Match | null {
  const at = token.indexOf(brand.word);
  const rests = [token.slice(0, at), token.slice(at + brand.word.length)].filter((rest) => rest !== '');
  const digits = rests.filter((rest) => /^\d+$/.test(rest));
  const lure = rests.find((rest) => isLure(rest, words));
  // Three letters stand in many words by chance: then everything around them has to be a lure.
  const whole = brand.word.length >= SHORT || rests.every((rest) => digits.includes(rest) || isLure(rest, words));
  if (lure !== undefined && whole) return { how: 'with-lure', detail: lure };
  if (brand.everyday) return null;
  if (digits.length === rests.length) return { how: 'with-number', detail: rests.join('') };
  if (brand.word.length < SHORT || (brand.word.length === SHORT && at > 0)) return null;
  return { how: 'inside', detail: token };
}

/** A lure word, or lure words and digits joined: `login`, `securelogin24`. */
function isLure(text: string, words: MatchWords): boolean {
  const bare = text.replace(/^\d+|\d+$/g, '');
  if (words.lures.has(bare)) return true;
  for (let cut = 2; cut <= bare.length - 2; cut++) {
    if (words.lures.has(bare.slice(0, cut)) && words.lures.has(bare.slice(cut))) return true;
  }
  return false;
}

const order: readonly Resemblance[] = ['same', 'looks-same', 'split', 'with-lure', 'as-word', 'slip', 'inside', 'with-number'];

/** The stronger of two matches. */
function stronger(a: Match | null, b: Match | null): Match | null {
  if (a === null) return b;
  if (b === null) return a;
  return order.indexOf(a.how) <= order.indexOf(b.how) ? a : b;
}
