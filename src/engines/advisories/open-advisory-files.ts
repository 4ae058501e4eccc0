import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { AdvisoryFile, AdvisoryFiles, AdvisorySources } from './types.ts';

const NAME = /^[\w .+-]{1,100}\.(zip|json)$/;
/** Small, so that reading a large file leaves room for everything else of this process. */
const STEP = 1 << 16;

export const publicSources = {
  osv: 'https://osv-vulnerabilities.storage.googleapis.com',
  exploited: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  libraries: 'https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/jsrepository-v5.json',
} as const satisfies Partial<AdvisorySources>;

/** Opens the folder of advisories. `mustBeThere`: a folder that is not there is an error, not an empty one. */
export function openAdvisoryFiles(folder: string, sources: AdvisorySources | null, mustBeThere = false): AdvisoryFiles {
  const place = (name: string): string => {
    if (!NAME.test(name)) throw new ShopbellError('INPUT_INVALID', { reason: `“${name.slice(0, 80)}” is no name of a file of advisories` });
    return join(folder, name);
  };
  return {
    sources,
    list: () => listFiles(folder, mustBeThere),
    read: (name) => createReadStream(place(name), { highWaterMark: STEP }),
    async draft(name) {
      const path = place(name);
      await mkdir(folder, { recursive: true });
      const draft = `${path}.${randomUUID()}.new`;
      return {
        path: draft,
        read: () => createReadStream(draft, { highWaterMark: STEP }),
        keep: () => rename(draft, path),
        drop: () => rm(draft, { force: true }),
      };
    },
  };
}

async function listFiles(folder: string, mustBeThere: boolean): Promise<readonly AdvisoryFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (!mustBeThere && isMissing(cause)) return [];
    throw new ShopbellError('FILE_UNREADABLE', { path: folder, reason: messageOf(cause) }, { cause });
  });
  const files: AdvisoryFile[] = [];
  for (const name of names.filter((one) => NAME.test(one)).sort()) {
    const { size, mtime } = await stat(join(folder, name));
    files.push({ name, bytes: size, fetchedAt: mtime });
  }
  return files;
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
