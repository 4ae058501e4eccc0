export interface Readability {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
  /** Flesch-Kincaid grade, school years. */
  readonly grade: number;
  /** Flesch reading ease, higher is easier. */
  readonly ease: number;
  readonly averageSentence: number;
  readonly longestSentence: number;
}

/** Readability of English text by its words, sentences and syllables. Links and addresses count as one word. Pure. */
export function measureReadability(text: string): Readability {
  const plain = text.replace(/\bhttps?:\/\/\S+/g, 'link').replace(/\S+@\S+/g, 'mail');
  const sentences = splitSentences(plain)
    .map(wordsOf)
    .filter((words) => words.length > 0);
  const words = sentences.flat();
  const syllables = words.reduce((total, word) => total + countSyllables(word), 0);
  const perSentence = sentences.length === 0 ? 0 : words.length / sentences.length;
  const perWord = words.length === 0 ? 0 : syllables / words.length;
  return {
    words: words.length,
    sentences: sentences.length,
    syllables,
    grade: gradeOf(perSentence, perWord),
    ease: easeOf(perSentence, perWord),
    averageSentence: perSentence,
    longestSentence: Math.max(0, ...sentences.map((sentence) => sentence.length)),
  };
}

/** Flesch-Kincaid grade from words per sentence and syllables per word. */
export function gradeOf(wordsPerSentence: number, syllablesPerWord: number): number {
  return 0.39 * wordsPerSentence + 11.8 * syllablesPerWord - 15.59;
}

/** Flesch reading ease from words per sentence and syllables per word. */
export function easeOf(wordsPerSentence: number, syllablesPerWord: number): number {
  return 206.835 - 1.015 * wordsPerSentence - 84.6 * syllablesPerWord;
}

/** Sentences end at . ! ? followed by white space, and at line ends. */
function splitSentences(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:[’'.-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** Syllables of an English word by its groups of vowels; numbers count as one. */
export function countSyllables(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const trimmed = letters.replace(/(?:[^laeiouycsxzgh]es|[^td]ed|[^laeiouy]e|[^aeiouy]les)$/, (end) => end.charAt(0)).replace(/^y/, '');
  return Math.max(1, trimmed.match(/[aeiouy]+/g)?.length ?? 1);
}
