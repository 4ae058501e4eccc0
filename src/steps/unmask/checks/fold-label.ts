export interface Confusables {
  /** A Latin letter and the signs that look like it. */
  readonly letters: Readonly<Record<string, string>>;
  /** Two letters that look like one. */
  readonly pairs: Readonly<Record<string, string>>;
}

export type Fold = (label: string) => string;

/**
 * Makes the function that folds a label to what a hurried reader sees: marks removed, look-alikes replaced by the letter they
 * look like. Two labels that fold to the same text can be taken for each other.
 */
export function makeFold(confusables: Confusables): Fold {
  const letters = new Map<string, string>();
  for (const [letter, signs] of Object.entries(confusables.letters)) {
    for (const sign of signs) letters.set(sign, letter);
  }
  const pairs = new Map(Object.entries(confusables.pairs));
  const ascii = Array.from({ length: 128 }, (_, code) => letters.get(String.fromCharCode(code)) ?? String.fromCharCode(code));

  return (label) => {
    const plain = isAscii(label) ? label : label.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    let folded = '';
    for (const sign of plain) {
      const code = sign.charCodeAt(0);
      const letter = code < 128 ? (ascii[code] ?? sign) : (letters.get(sign) ?? sign);
      const pair = folded === '' ? undefined : pairs.get(folded.charAt(folded.length - 1) + letter);
      folded = pair === undefined ? folded + letter : folded.slice(0, -1) + pair;
    }
    return folded;
  };
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
