import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ShopbellError } from '#kernel/errors.ts';

const BYTES = 32;

/**
 * The 32-byte master key: from the environment's text if given, else from the key file.
 * A missing file is made only when `mayCreate` (a new data folder): a lost key must never be replaced silently.
 * Throws KEY_MISSING, KEY_WEAK, KEY_EXPOSED.
 */
export function readMasterKey(options: {
  readonly fromEnvironment: string | undefined;
  readonly path: string;
  readonly mayCreate: boolean;
}): Uint8Array {
  if (options.fromEnvironment !== undefined) return parseKey(options.fromEnvironment);
  if (!existsSync(options.path)) {
    if (!options.mayCreate) throw new ShopbellError('KEY_MISSING', { path: options.path });
    mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
    writeFileSync(options.path, `${randomBytes(BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(options.path, 0o600);
  }
  const mode = statSync(options.path).mode & 0o777;
  if ((mode & 0o077) !== 0) throw new ShopbellError('KEY_EXPOSED', { path: options.path, mode: mode.toString(8) });
  return parseKey(readFileSync(options.path, 'utf8'));
}

/**
 * Compares the key with the check value that the first start kept beside the data, and keeps it when there is none yet.
 * Another key would open nothing and seal what the old one cannot open: throws KEY_WRONG before anything is touched.
 */
export function checkMasterKey(key: Uint8Array, checkFile: string): void {
  const value = createHmac('sha256', key).update('shopbell/key-check/v1').digest('base64url');
  if (!existsSync(checkFile)) {
    writeFileSync(checkFile, `${value}\n`, { mode: 0o600 });
    return;
  }
  if (readFileSync(checkFile, 'utf8').trim() !== value) throw new ShopbellError('KEY_WRONG', { path: checkFile });
}

function parseKey(text: string): Uint8Array {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) throw new ShopbellError('KEY_WEAK', { reason: 'it is not base64' });
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.length !== BYTES) throw new ShopbellError('KEY_WEAK', { reason: `it has ${bytes.length} bytes` });
  if (new Set(bytes).size < 12) throw new ShopbellError('KEY_WEAK', { reason: 'it is not random' });
  return bytes;
}
