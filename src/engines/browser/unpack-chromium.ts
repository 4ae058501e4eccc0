import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface UnpackedChromium {
  readonly path: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Unpacks the Chromium of npm `@sparticuz/chromium` into `folder` once and returns where it is.
 * The package unpacks into the temporary folder of its process, so a child process with another one does it;
 * the result is renamed into place when complete. Returns `null` where the package has nothing for this platform.
 */
export async function unpackChromium(folder: string): Promise<UnpackedChromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const version = await versionOf(entry);
  const home = join(folder, `chromium-${version}`);
  const path = join(home, 'chromium');
  if (!existsSync(path)) await unpackInto(home, entry);
  return { path, version, env: { ...(await librariesFor(path, home)), ...fontsFor(home) } };
}

async function versionOf(entry: string): Promise<string> {
  let folder = dirname(entry);
  while (!existsSync(join(folder, 'bin', 'chromium.br'))) folder = dirname(folder);
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}

async function unpackInto(home: string, entry: string): Promise<void> {
  const half = `${home}.${process.pid}.half`;
  await mkdir(half, { recursive: true });
  const script = `const m = require(${JSON.stringify(entry)}); (m.default ?? m).executablePath().catch((e) => { console.error(e); process.exit(1); });`;
  // The variable makes the package unpack the NSS libraries too, which a bare server may lack.
  const env = { TMPDIR: half, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', PATH: process.env.PATH ?? '' };
  try {
    await run(process.execPath, ['-e', script], { env });
    await fixFonts(half, home);
    await chmod(join(half, 'chromium'), 0o755);
    await run('chmod', ['-R', 'a+rX', half]);
    await rename(half, home).catch(async (thrown) => {
      if (!existsSync(join(home, 'chromium'))) throw thrown;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

async function fixFonts(half: string, home: string): Promise<void> {
  const file = join(half, 'fonts', 'fonts.conf');
  if (!existsSync(file)) return;
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/<dir>[^<]*<\/dir>/, `<dir>${join(home, 'fonts', 'fonts')}</dir>`));
}

async function librariesFor(path: string, home: string): Promise<Record<string, string>> {
  const listed = await run('ldd', [path]).then(
    (done) => done.stdout,
    () => 'not found',
  );
  return listed.includes('not found') ? { LD_LIBRARY_PATH: join(home, 'al2023', 'lib') } : {};
}

function fontsFor(home: string): Record<string, string> {
  return existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(home, 'fonts') };
}
