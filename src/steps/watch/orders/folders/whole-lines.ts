const BREAK = 0x0a;
/** A line that is longer than this is no line of orders; so much is held back at most. */
const LONGEST = 1_000_000;

interface WholeLines {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Whether something after the last line break was held back. Known when everything was read. */
  isCut(): boolean;
}

/** What comes, without what stands after the last line break, unless the file `isStill`: then everything. In UTF-16, and without any break, nothing but the whole is taken. */
export function wholeLines(chunks: AsyncIterable<Uint8Array>, isStill: boolean): WholeLines {
  let held: Uint8Array = new Uint8Array(0);
  const cut = async function* (): AsyncGenerator<Uint8Array> {
    let isFirst = true;
    for await (const chunk of chunks) {
      if (isFirst && isWide(chunk)) {
        held = chunk;
        return;
      }
      isFirst = false;
      const end = chunk.lastIndexOf(BREAK);
      if (end >= 0) {
        if (held.length > 0) yield held;
        yield chunk.subarray(0, end + 1);
        held = chunk.subarray(end + 1);
      } else held = Buffer.concat([held, chunk]);
      if (held.length > LONGEST) return;
    }
  };
  return { chunks: isStill ? chunks : cut(), isCut: () => held.length > 0 };
}

function isWide(chunk: Uint8Array): boolean {
  return (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
}
