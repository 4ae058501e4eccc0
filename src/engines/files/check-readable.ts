import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

/** Throws FILE_UNREADABLE unless the path is absolute and names an ordinary file that this user may read. */
export async function checkReadable(path: string): Promise<void> {
  if (!isAbsolute(path)) throw new ShopbellError('FILE_UNREADABLE', { path, reason: 'it is not an absolute path' });
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new Error('it is not a file');
    await access(path, constants.R_OK);
  } catch (error) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(error) }, { cause: error });
  }
}
