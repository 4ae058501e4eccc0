import { open } from 'node:fs/promises';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

/** A file's bytes, or standard input’s for `-`, up to a limit. Throws FILE_UNREADABLE, INPUT_INVALID for what is larger. */
export async function readWhole(path: string, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    const stream = path === '-' ? process.stdin : (await open(path)).createReadStream();
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > limit) break;
      parts.push(part);
    }
  } catch (cause) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(cause) }, { cause });
  }
  if (size > limit) throw new ShopbellError('INPUT_INVALID', { reason: `${path} is larger than ${limit} bytes` });
  return Buffer.concat(parts);
}
