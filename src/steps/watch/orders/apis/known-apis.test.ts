import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { faultOfFilledIn } from './check-filled-in.ts';
import { fillApi } from './fill-api.ts';
import { apiNames, apiOf, isApiName } from './known-apis.ts';
import { firstPage } from './next-page.ts';
import { textAt } from './pick.ts';
import { readItem } from './read-items.ts';
import { practices } from './testing/made-world.ts';
import { writeBase, writeRequest, writeTime } from './write-request.ts';

const root = new URL('../../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

it('every description has its file, its simulation, its words and its line in the docs, and nothing else has', () => {
  const files = readdirSync(new URL('data/orders/apis', root)).map((file) => file.replace(/\.yaml$/, ''));
  expect(files.toSorted()).toEqual([...apiNames].toSorted());
  expect(Object.keys(practices).toSorted()).toEqual([...apiNames].toSorted());
  const docs = read('docs/orders.md');
  const words = JSON.parse(read('src/steps/watch/messages/en.json')) as Record<string, string>;
  for (const name of apiNames) {
    const api = apiOf(name);
    expect(docs, name).toContain(`| ${api.title} |`);
    for (const setting of [...api.settings, ...api.secrets])
      expect(words[`watch.orders.api-setting.${setting.name}`], setting.name).toBeTruthy();
  }
  expect(isApiName('nobody')).toBe(false);
});

describe.each(apiNames)('%s', (name) => {
  const api = apiOf(name);
  const settings = { ...practices[name].settings, address: 'https://shop.example', tokenAddress: 'https://login.example' };
  const own = Object.fromEntries(Object.entries(settings).filter(([key]) => api.settings.some((one) => one.name === key)));
  const { requests, settings: filled } = fillApi(api, own);

  it('can be asked with what it needs, and says when something is missing', () => {
    expect(faultOfFilledIn(api, own, practices[name].secrets, { allowPrivate: false })).toBe('');
    for (const { name: needed, required, usual } of api.settings)
      if (required && usual === '')
        expect(faultOfFilledIn(api, { ...own, [needed]: '' }, practices[name].secrets, { allowPrivate: false })).toMatch(needed);
    expect(api.standing).toBe('never-tried');
    expect(new Set(requests.map((one) => one.name)).size).toBe(requests.length);
  });

  it('asks for what changed, page by page, over TLS, with no key in an address', () => {
    for (const request of requests) {
      const asked = JSON.stringify([request.path, request.query, request.json]);
      expect(asked.includes('{{since}}') || request.older !== undefined).toBe(true);
      if (request['window-days'] !== undefined) expect(asked).toContain('{{until}}');
      const place = { page: '{{page}}', offset: '{{offset}}', cursor: '{{cursor}}', none: '', next: '', link: '' }[request.paging.kind];
      expect(asked).toContain(place);
      const since = writeTime(new Date('2026-11-20T12:00:00Z'), request.since, 'UTC');
      const page = Object.fromEntries(Object.entries(firstPage(request.paging)).map(([key, value]) => [key, String(value)]));
      const values = { ...filled, since, until: since, cursor: '', page: '', offset: '', ids: '1', ...page };
      for (const call of [request, ...request.with]) {
        const written = writeRequest(call, { base: writeBase(api.base, filled), headers: api.headers, values, secrets: {} });
        expect(URL.canParse(written.url), written.url).toBe(true);
        expect(written.url).toMatch(/^https:/);
        expect(written.url).not.toMatch(/%7B%7B|\{\{/);
        for (const secret of api.secrets)
          expect(`${api.base}${call.path}${JSON.stringify(call.query)}`).not.toContain(`{{${secret.name}}}`);
        // Whatever a question says, it only asks: nothing is written.
        expect(JSON.stringify(call.json ?? '')).not.toMatch(/mutation\b|"(?:create|write|unlink)"/i);
      }
    }
  });

  it('tells money by an id of its own, so that it never counts twice, and reads nothing from nothing', () => {
    for (const request of requests) {
      if (request.keyset) expect(request.changed).toBeDefined();
      for (const rule of request.steps) {
        if (rule.step === 'paid' || rule.step === 'refunded') expect(rule.their, `${request.name} ${rule.step}`).toBeDefined();
        if (rule.step === 'placed' || rule.step === 'paid' || rule.step === 'refunded') expect(rule.amount, rule.step).toBeDefined();
        for (const path of [...rule.at, ...(rule.amount ?? []), ...(rule.their ?? [])])
          expect(textAt(path, { item: {}, whole: {} })).toBe('');
      }
      for (const item of [{}, [], null, { id: {} }, { data: null }])
        expect([null, 'it names no order', 'it is only a test']).toContain(
          readItem(request, item, { toldBy: 'shop', zone: 'UTC', currency: '' }),
        );
    }
  });

  it('names where it was read', () => {
    const raw = parse(read(`data/orders/apis/${name}.yaml`)) as { source: string; read: string };
    expect(raw.source).toMatch(/^https:/);
    expect(raw.read).toMatch(/^2026-/);
  });
});
