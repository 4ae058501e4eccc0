import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What could not be sent yet, a file a batch, oldest first. It is there after a crash. */
export interface Spool {
  /** Keeps a text that holds so many things. Returns how many things had to go with older texts for want of room. */
  put(text: string, things: number): Promise<number>;
  first(): Promise<{ readonly name: string; readonly text: string } | null>;
  remove(name: string): Promise<void>;
}

/** Opens a spool in a folder of its own, which only this user may read. */
export async function openSpool(folder: string, mostBytes: number): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = async () => (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  let last = Number((await names()).at(-1)?.slice(0, 12) ?? 0);
  const makeRoom = async (): Promise<number> => {
    const all = await names();
    const sizes = await Promise.all(all.map(async (name) => (await stat(join(folder, name))).size));
    let total = sizes.reduce((sum, size) => sum + size, 0);
    let gone = 0;
    for (const [nth, name] of all.entries()) {
      if (total <= mostBytes || nth === all.length - 1) break;
      await rm(join(folder, name), { force: true });
      total -= sizes[nth] ?? 0;
      gone += Number(name.slice(13, -5));
    }
    return gone;
  };
  return {
    put: async (text, things) => {
      last += 1;
      const name = `${String(last).padStart(12, '0')}-${things}.json`;
      await writeFile(join(folder, `${name}.new`), text, { mode: 0o600 });
      await rename(join(folder, `${name}.new`), join(folder, name));
      return makeRoom();
    },
    first: async () => {
      const [name] = await names();
      if (name === undefined) return null;
      return { name, text: await readFile(join(folder, name), 'utf8') };
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}
