/** One line of a comparison. `skip`: lines that are alike were left out; `text` is how many. */
export interface ComparedLine {
  readonly kind: 'same' | 'added' | 'removed' | 'skip';
  readonly text: string;
}

export interface Comparison {
  /** `beautified`: laid out as a person would write it; `split`: broken into lines at `;`, `{` and `}`, since it is too long or took too long. */
  readonly how: 'beautified' | 'split';
  readonly lines: readonly ComparedLine[];
  readonly added: number;
  readonly removed: number;
  /** Lines that differ in numbers, ids or one-letter names only, which are not shown as changed. */
  readonly cosmetic: number;
  /** Whether there are more lines than `lines` holds. */
  readonly cut: boolean;
}

export interface CompareOptions {
  /** Also shows what differs in numbers, ids or one-letter names only. */
  readonly values?: boolean;
  /** Milliseconds for each way of laying out; 8,000 unless said. */
  readonly maxMs?: number;
  /** Lines of the answer; 800 unless said. */
  readonly mostLines?: number;
}
