import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { BrowserContext } from 'playwright-core';

/** Larger ones say nothing that smaller ones do not. */
const MOST_BYTES = 12 * 1024 * 1024;
const MOST_UNPACKED = 96 * 1024 * 1024;

/** Starts Playwright's recording of a context. With secrets it makes no pictures, in which they could be read. */
export async function startTrace(context: BrowserContext, hasSecrets: boolean): Promise<void> {
  await context.tracing.start({ screenshots: !hasSecrets, snapshots: true });
}

/** Ends the recording and returns it with secrets taken out; `null` when it is too large or the browser is gone. */
export async function takeTrace(context: BrowserContext, hide: (text: string) => string): Promise<Uint8Array | null> {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-trace-'));
  try {
    const path = join(folder, 'trace.zip');
    await context.tracing.stop({ path });
    const bytes = await readFile(path);
    return bytes.length > MOST_BYTES ? null : cleanTrace(bytes, hide);
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ends the recording without keeping it. */
export async function dropTrace(context: BrowserContext): Promise<void> {
  await context.tracing.stop().catch(() => undefined);
}

/** A trace without secrets and without names of this machine's files. What unpacks to more than 96 MiB over all is left out. */
export function cleanTrace(bytes: Uint8Array, hide: (text: string) => string): Uint8Array {
  // Stacks name files of this machine.
  let room = MOST_UNPACKED;
  const read = unzipSync(bytes, {
    // A page can be made so that little of it becomes very much.
    filter: ({ originalSize }) => {
      room -= originalSize;
      return room > 0;
    },
  });
  const entries = Object.entries(read)
    .filter(([name]) => !name.endsWith('.stacks'))
    .map(([name, content]) => [name, hidden(content, hide)] as const);
  return zipSync(Object.fromEntries(entries), { level: 6 });
}

/** Latin-1 keeps every byte of what is not a text as it was. */
function hidden(content: Uint8Array, hide: (text: string) => string): Uint8Array {
  const text = strFromU8(content, true);
  const shown = hide(text);
  if (shown === text) return content;
  return strToU8(hide(strFromU8(content)));
}
