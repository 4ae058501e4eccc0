import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LOADER = join(import.meta.dirname, 'load-sources.ts');
const KEPT = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'shopbell', 'pages');

function run(file: string): string {
  return execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', LOADER, file], { encoding: 'utf8' });
}

it('a page runs from what was kept of it, and what was kept in part is made anew', () => {
  const file = join(folder, 'page.tsx');
  const name = `page of ${Date.now()}`;
  writeFileSync(file, `interface Props { readonly name: string }\nconst props: Props = { name: '${name}' };\nconsole.log(props.name);\n`);
  expect(run(file)).toBe(`${name}\n`);
  const kept = readdirSync(KEPT)
    .map((one) => join(KEPT, one))
    .find((one) => readFileSync(one, 'utf8').includes(name));
  expect(kept).toBeDefined();
  const whole = readFileSync(kept ?? '', 'utf8');
  writeFileSync(kept ?? '', whole.replace(`"${name}"`, '"something else"'));
  expect(run(file)).toBe(`${name}\n`);
  truncateSync(kept ?? '', 0);
  expect(run(file)).toBe(`${name}\n`);
  expect(readFileSync(kept ?? '', 'utf8')).toBe(whole);
  rmSync(kept ?? '');
});
