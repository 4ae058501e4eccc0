import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { type FoundChromium, findChromium } from './find-chromium.ts';

const run = promisify(execFile);
/** A user number that no ordinary account has: pages run as nobody in particular. */
const LONE_UID = 64187;
const ROOT_CACHE = '/var/cache/shopbell';

const FLAGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-pings',
  // Pages keep their memory small: a third less for a large shop's page, and a page that is looked at once gains nothing by more.
  '--js-flags=--optimize-for-size',
  // Scripts that steal hide from browsers that say they are driven by a program.
  '--disable-blink-features=AutomationControlled',
  // A renderer in reserve costs as much memory as an empty page, and contexts are opened one after the other.
  '--disable-features=DialMediaRouteProvider,OptimizationHints,Translate,MediaRouter,SpareRendererForSitePerProcess',
  // Nothing is drawn by a graphics card here: what would do it needs no process of its own.
  '--in-process-gpu',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

export interface Launched {
  readonly browser: Browser;
  /** For `doctor`: version, origin, and how it is kept apart. */
  readonly description: string;
  cleanUp(): Promise<void>;
}

/** How Chromium is kept apart from the machine, best first. */
interface Way {
  readonly words: string;
  readonly sandbox: boolean;
  readonly uid: number | null;
}

/** Starts Chromium in the safest way that this machine allows. Throws BROWSER_MISSING with what every way said. */
export async function launchChromium(cacheFolder: string): Promise<Launched> {
  const failures: string[] = [];
  for (const way of await waysHere()) {
    const folder = way.uid === null ? cacheFolder : await folderFor(cacheFolder, way.uid);
    const found = await findChromium(join(folder, 'browser'));
    try {
      return await launchBy(way, found, folder);
    } catch (thrown) {
      failures.push(`${way.words}: ${messageOf(thrown).split('\n')[0]}`);
    }
  }
  throw new ShopbellError('BROWSER_MISSING', { reason: failures.join('; ') });
}

/** Removes what earlier processes left behind when they were killed. */
export async function cleanProfiles(cacheFolder: string): Promise<void> {
  for (const folder of [cacheFolder, ROOT_CACHE]) {
    const profiles = join(folder, 'browser', 'profiles');
    const left = await readdir(profiles).catch(() => []);
    for (const name of left) if (!isAlive(Number(name.split('-')[0]))) await rm(join(profiles, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

async function waysHere(): Promise<Way[]> {
  const sandboxed: Way = { words: 'in Chromium’s own sandbox', sandbox: true, uid: null };
  const bare: Way = { words: 'WITHOUT a sandbox', sandbox: false, uid: null };
  if (process.getuid?.() !== 0) return [sandboxed, bare];
  const canDrop = await run('setpriv', ['--version']).then(
    () => true,
    () => false,
  );
  if (!canDrop) return [{ ...bare, words: 'WITHOUT a sandbox, as root' }];
  return [
    { words: `in Chromium’s own sandbox, as the unprivileged user ${LONE_UID}`, sandbox: true, uid: LONE_UID },
    { words: `without Chromium’s sandbox, but as the unprivileged user ${LONE_UID}`, sandbox: false, uid: LONE_UID },
    { ...bare, words: 'WITHOUT a sandbox, as root' },
  ];
}

/** The data folder is closed to other users, and so to the lone one: then what it needs lies in the system's cache folder. */
async function folderFor(cacheFolder: string, uid: number): Promise<string> {
  await mkdir(cacheFolder, { recursive: true });
  const reachable = await run('setpriv', [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', 'test', '-x', cacheFolder]).then(
    () => true,
    () => false,
  );
  return reachable ? cacheFolder : ROOT_CACHE;
}

let launches = 0;

async function launchBy(way: Way, found: FoundChromium, folder: string): Promise<Launched> {
  launches += 1;
  const home = join(folder, 'browser', 'profiles', `${process.pid}-${launches}`);
  const profile = join(home, 'profile');
  await mkdir(profile, { recursive: true });
  if (way.uid !== null) await chown(profile, way.uid, way.uid);
  const cleanUp = () => rm(home, { recursive: true, force: true, maxRetries: 3 });
  try {
    // Large, and most processes never show a page.
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({
      executablePath: process.platform === 'win32' ? found.path : await writeStarter(home, profile, way, found),
      headless: true,
      chromiumSandbox: way.sandbox,
      args: FLAGS,
      timeout: 20_000,
      env: { PATH: process.env.PATH ?? '', HOME: profile, TMPDIR: profile, ...found.env },
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    return { browser, description: `Chromium ${browser.version()}, ${found.origin}, ${way.words}`, cleanUp };
  } catch (thrown) {
    await cleanUp();
    throw thrown;
  }
}

/** Playwright makes a profile of its own in the temporary folder; the last switch wins, so the starter names ours. */
async function writeStarter(home: string, profile: string, way: Way, found: FoundChromium): Promise<string> {
  const path = join(home, 'start');
  const drop = way.uid === null ? '' : `setpriv --reuid=${way.uid} --regid=${way.uid} --clear-groups `;
  await writeFile(path, `#!/bin/sh\nexec ${drop}${quote(found.path)} "$@" ${quote(`--user-data-dir=${profile}`)}\n`);
  await chmod(path, 0o755);
  return path;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
