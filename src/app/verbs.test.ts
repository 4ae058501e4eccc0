import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { allVerbs, type Verb } from '#engines/verb.ts';
import { may } from '#kernel/permissions.ts';

const SOURCE = join(import.meta.dirname, '..');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /(^|\/)verbs\/[^/]+\.ts$/.test(path) && !path.endsWith('.test.ts'),
);
let house: TestHouse;
let modules: Map<string, Record<string, unknown>>;

beforeAll(async () => {
  house = await openTestHouse();
  modules = new Map(
    await Promise.all(files.map(async (path) => [path, (await import(join(SOURCE, path))) as Record<string, unknown>] as const)),
  );
});
afterAll(async () => house[Symbol.asyncDispose]());

const isVerb = (value: unknown): value is Verb<unknown, unknown> =>
  typeof value === 'function' && 'permission' in value && 'effect' in value;

test('each file in a folder of verbs holds the one verb that it is named after', () => {
  for (const [path, exported] of modules) {
    const verbs = Object.values(exported).filter(isVerb);
    const [room = '', file = ''] = [path.split('/').at(-3), path.split('/').at(-1)?.replace('.ts', '')];
    expect(
      verbs.map((verb) => verb.name),
      path,
    ).toEqual([`${room}.${file}`]);
  }
  // Other tests' own, in the same process, are none of the product's.
  expect(allVerbs().filter(({ name }) => !name.startsWith('test.')).length).toBe(files.length);
});

test('no verb does anything for somebody who may not', async () => {
  const org = house.newOrg();
  for (const [path, exported] of modules) {
    for (const verb of Object.values(exported).filter(isVerb)) {
      const role = may('public', verb.permission) ? 'sender' : 'public';
      await expect(verb(house.scope(org, role), {}), path).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    }
  }
});
