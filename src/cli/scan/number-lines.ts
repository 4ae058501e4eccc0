interface Placed {
  file_offset: number;
}

/** Turns byte offsets into line numbers, in passing: a person looks a line up by its number. */
export function numberLines(): {
  /** Passes chunks through and remembers where lines begin. */
  watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  /** Replaces the offsets of rows, which come in order, by line numbers from 1. */
  number(rows: readonly Placed[]): void;
} {
  let starts: number[] = [0];
  let seen = 0;
  let cursor = 0;
  let line = 1;
  return {
    async *watch(chunks) {
      for await (const chunk of chunks) {
        for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) starts.push(seen + at + 1);
        seen += chunk.length;
        yield chunk;
      }
    },
    number(rows) {
      for (const row of rows) {
        for (let next = starts[cursor + 1]; next !== undefined && next <= row.file_offset; next = starts[cursor + 1]) {
          cursor += 1;
          line += 1;
        }
        row.file_offset = line;
      }
      starts = starts.slice(cursor);
      cursor = 0;
    },
  };
}
