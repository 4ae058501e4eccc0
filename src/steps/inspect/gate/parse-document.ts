import { parse } from 'yaml';
import { messageOf, type ShopbellError } from '#kernel/errors.ts';

/** Reads YAML or JSON in UTF-8. `wrong` makes the error that is thrown, from what is wrong. Pure. */
export function parseDocument(bytes: Uint8Array, most: number, wrong: (reason: string) => ShopbellError): unknown {
  if (bytes.length > most) throw wrong(`it is larger than ${most} bytes`);
  const text = decode(bytes);
  if (text === null) throw wrong('it is not UTF-8');
  try {
    return /^\s*\{/.test(text) ? JSON.parse(text) : parse(text, { logLevel: 'error' });
  } catch (thrown) {
    throw wrong(messageOf(thrown).split('\n')[0]?.slice(0, 300) ?? 'it cannot be parsed');
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
