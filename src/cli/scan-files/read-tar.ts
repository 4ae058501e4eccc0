import { type Member, archiveLimits as most } from './archive-limits.ts';

const BLOCK = 512;

interface Head {
  readonly name: string;
  /** `0` a file, `L` a long name for the next one; others are folders, links and the like. */
  readonly type: string;
  readonly size: number;
}

/** The files in a tar archive, as its bytes come. Of each at most so much is kept as is judged. Throws for what is no tar archive. */
export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<Member> {
  const reader = openReader(chunks);
  let longName = '';
  let isEnded = false;
  for (let count = 0; ; ) {
    const block = await reader.take(BLOCK);
    if (block === null) {
      if (!isEnded) yield { path: null, reason: 'the archive breaks off' };
      return;
    }
    const head = headOf(block);
    // Empty blocks end an archive.
    isEnded = head === null;
    if (head === null) continue;
    const name = longName || head.name;
    longName = '';
    const large = head.size > most.member;
    const bytes = large ? await reader.skip(head.size) : await reader.take(head.size);
    if (bytes === null || !(await reader.skip((BLOCK - (head.size % BLOCK)) % BLOCK))) {
      yield { path: name, reason: reader.isFull() ? `it unpacks to more than ${most.all / 1_000_000} MB` : 'the archive breaks off' };
      return;
    }
    if (head.type === 'L' && bytes !== true) longName = textOf(bytes);
    if (head.type !== '0') continue;
    count += 1;
    if (count > most.members) {
      yield { path: null, reason: 'it holds too many files; the rest was not read' };
      return;
    }
    yield bytes === true ? { path: name, reason: `it is larger than ${most.member / 1_000_000} MB` } : { path: name, bytes };
  }
}

/** `null` for an empty block. */
function headOf(block: Buffer): Head | null {
  if (block.every((byte) => byte === 0)) return null;
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== numberIn(block, 148, 8)) throw new Error('it is no tar archive');
  const prefix = textOf(block.subarray(257, 262)) === 'ustar' ? textOf(block.subarray(345, 500)) : '';
  const name = textOf(block.subarray(0, 100));
  const type = String.fromCharCode(block[156] ?? 0).replace('\0', '0');
  return { name: prefix === '' ? name : `${prefix}/${name}`, type: type === '7' ? '0' : type, size: numberIn(block, 124, 12) };
}

/** Octal, or binary where the first bit is set. */
function numberIn(block: Buffer, at: number, length: number): number {
  const part = block.subarray(at, at + length);
  if (((part[0] ?? 0) & 0x80) !== 0) return part.subarray(-6).readUIntBE(0, 6);
  return Number.parseInt(textOf(part).trim() || '0', 8) || 0;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/\0[\s\S]*$/, '');
}

/** Takes bytes off a stream in pieces of any length; gives null where it ends or more than enough came. */
function openReader(chunks: AsyncIterable<Buffer>) {
  const source = chunks[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let all = 0;
  const more = async (): Promise<boolean> => {
    if (all > most.all) return false;
    const next = await source.next();
    if (next.done) return false;
    held = next.value;
    all += held.length;
    return true;
  };
  const walk = async (length: number, keep: (part: Buffer) => void): Promise<boolean> => {
    for (let left = length; left > 0; ) {
      if (held.length === 0 && !(await more())) return false;
      const part = held.subarray(0, left);
      keep(part);
      held = held.subarray(part.length);
      left -= part.length;
    }
    return true;
  };
  return {
    isFull: () => all > most.all,
    take: async (length: number): Promise<Buffer | null> => {
      const parts: Buffer[] = [];
      return (await walk(length, (part) => parts.push(part))) ? Buffer.concat(parts) : null;
    },
    skip: async (length: number): Promise<true | null> => ((await walk(length, () => undefined)) ? true : null),
  };
}
