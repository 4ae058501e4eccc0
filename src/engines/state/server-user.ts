import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { getuid } from 'node:process';
import { ShopbellError } from '#kernel/errors.ts';

/** How to start a server program: as which user, and through which wrapper. */
export interface ServerUser {
  /** `null`: as ourselves. */
  readonly ids: { readonly uid: number; readonly gid: number } | null;
  /** Put before the command line; empty when the program is started directly. */
  readonly wrapper: readonly string[];
}

const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'];
const CAPABILITIES = '+dac_override,+dac_read_search';

/**
 * PostgreSQL refuses to run as root. As root we start it as `postgres` or `nobody`; where that user could not enter the
 * folders (a home folder of root), it keeps the capability to pass them and nothing else. Throws DATA_FOLDER_UNUSABLE.
 */
export function chooseServerUser(paths: readonly string[]): ServerUser {
  if (getuid?.() !== 0) return { ids: null, wrapper: [] };
  const ids = findUser('postgres') ?? findUser('nobody') ?? { uid: 65_534, gid: 65_534 };
  const closed = paths.find((path) => !isOpenToAll(path));
  if (closed === undefined) return { ids, wrapper: [] };
  const setpriv = SETPRIV.find((path) => existsSync(path));
  if (!setpriv) {
    throw new ShopbellError('DATA_FOLDER_UNUSABLE', {
      path: closed,
      reason: 'PostgreSQL cannot run as root, and its unprivileged user cannot enter this folder',
    });
  }
  return {
    ids,
    wrapper: [
      setpriv,
      `--reuid=${ids.uid}`,
      `--regid=${ids.gid}`,
      '--clear-groups',
      `--inh-caps=${CAPABILITIES}`,
      `--ambient-caps=${CAPABILITIES}`,
      '--',
    ],
  };
}

function findUser(name: string): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((row) => row.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

function isOpenToAll(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && statSync(folder).isDirectory() && folder !== resolve(path) && (statSync(folder).mode & 0o001) === 0)
      return false;
    if (folder === dirname(folder)) return true;
  }
}
