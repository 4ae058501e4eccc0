import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { unpackChromium } from './unpack-chromium.ts';

export interface FoundChromium {
  readonly path: string;
  readonly origin: string;
  readonly env: Readonly<Record<string, string>>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const MAC = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/**
 * Finds a Chromium: the one `SHOPBELL_CHROMIUM` names, else the shipped one, else one installed on this machine.
 * Throws BROWSER_MISSING.
 */
export async function findChromium(folder: string): Promise<FoundChromium> {
  const named = process.env.SHOPBELL_CHROMIUM;
  if (named) {
    if (await isExecutable(named)) return { path: named, origin: 'named by SHOPBELL_CHROMIUM', env: {} };
    throw new ShopbellError('BROWSER_MISSING', { reason: `SHOPBELL_CHROMIUM names ${named}, which cannot be executed` });
  }
  let trouble = 'none is shipped for this kind of machine';
  try {
    const shipped = await unpackChromium(folder);
    if (shipped) return { path: shipped.path, origin: `shipped with Shopbell (package ${shipped.version})`, env: shipped.env };
  } catch (thrown) {
    trouble = `the shipped one could not be unpacked (${messageOf(thrown)})`;
  }
  for (const path of candidates()) {
    if (await isExecutable(path)) return { path, origin: `installed at ${path}`, env: {} };
  }
  throw new ShopbellError('BROWSER_MISSING', { reason: `${trouble}, and no Chromium or Chrome is installed` });
}

function candidates(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...(process.platform === 'darwin' ? MAC : [])];
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
