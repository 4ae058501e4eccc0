import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import type { Artifacts } from './types.ts';

const REFERENCE = /^sha256-[0-9a-f]{64}$/;

/** Opens the artifact store below `folder`: one file an artifact, named by its content. */
export function openArtifacts(folder: string): Artifacts {
  const place = (org: string, ref: string): string => {
    if (!isId('org', org) || !REFERENCE.test(ref)) throw new ShopbellError('NOT_FOUND', { what: 'artifact' });
    return join(folder, org, ref.slice(7, 9), ref);
  };
  return {
    async save(org, bytes) {
      const ref = `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
      const path = place(org, ref);
      if (await exists(path)) return ref;
      await mkdir(dirname(path), { recursive: true });
      const draft = `${path}.${randomUUID()}`;
      await writeFile(draft, bytes, { flush: true });
      await rename(draft, path);
      return ref;
    },
    async load(org, ref) {
      const path = place(org, ref);
      if (!(await exists(path))) throw new ShopbellError('NOT_FOUND', { what: 'artifact' });
      return readFile(path);
    },
    async remove(org, ref) {
      await rm(place(org, ref), { force: true });
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
