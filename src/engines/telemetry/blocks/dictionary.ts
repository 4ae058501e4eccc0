import { wholes, writeTexts } from './native.ts';

/** Own keys follow, and they replace earlier ones: see SerializationLowCardinality in ClickHouse's source. */
const OWN_KEYS = 0x600;

let opened = 0;

/** A text that comes again and again. It keeps the number that it has in one dictionary, so that it is looked up once a block. */
export interface Word {
  readonly text: string;
  dictionary: number;
  nth: number;
}

export function wordOf(text: string): Word {
  return { text, dictionary: 0, nth: 0 };
}

/** The different texts of a column; the first is the empty one. */
export class Dictionary {
  readonly #known = new Map<string, number>([['', 0]]);
  readonly #texts: string[] = [''];
  // A number, not the dictionary itself: a word that is never used again must not keep it in memory.
  readonly #name = ++opened;
  #last = '';
  #lastNth = 0;

  get size(): number {
    return this.#texts.length;
  }

  textOf(nth: number): string {
    return this.#texts[nth] ?? '';
  }

  numberOf(text: string): number {
    if (text === this.#last) return this.#lastNth;
    let nth = this.#known.get(text);
    if (nth === undefined) {
      nth = this.#texts.length;
      this.#known.set(text, nth);
      this.#texts.push(text);
    }
    this.#last = text;
    this.#lastNth = nth;
    return nth;
  }

  numberOfWord(word: Word): number {
    if (word.dictionary !== this.#name) {
      word.nth = this.numberOf(word.text);
      word.dictionary = this.#name;
    }
    return word.nth;
  }

  /** The texts, and for each value the number of its text, in as few bytes as hold it. */
  write(used: Uint32Array): Uint8Array[] {
    const size = this.#texts.length;
    const [kind, numbers] =
      size <= 256 ? ([0, new Uint8Array(used)] as const) : size <= 65_536 ? ([1, new Uint16Array(used)] as const) : ([2, used] as const);
    return [
      wholes(Float64Array.of(OWN_KEYS + kind, size)),
      writeTexts(this.#texts),
      wholes(Float64Array.of(used.length)),
      new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
    ];
  }
}
