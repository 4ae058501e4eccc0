import { open } from 'node:fs/promises';

/** Writes a new file of pieces, readable for us alone. Throws when it is there. */
export async function writeBlocks(path: string, blocks: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    // So many pieces at once the system takes.
    for (let nth = 0; nth < blocks.length; nth += 1000) await file.writev(blocks.slice(nth, nth + 1000));
  } finally {
    await file.close();
  }
}
