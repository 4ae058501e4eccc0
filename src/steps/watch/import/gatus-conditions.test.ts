import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '#engines/http/types.ts';
import { DAY } from '#kernel/time.ts';
import { judgeHttp } from '../checks/judge-http.ts';
import { webCondition } from './gatus-conditions.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const SHOP = {
  ...{ state: 'open', kind: 'new', name: 'Shop of Ben', stock: 12, empty: [], none: null, word: 'or', blank: '', 'left-over': 3 },
  ...{
    items: [
      { id: 1, state: 'up', tags: ['a'] },
      { id: 2, state: 'up', tags: [] },
    ],
    mixed: [{ state: 'up' }, { state: 'down' }, {}],
  },
};
const answerOf = (body: string): HttpAnswer => ({
  ...{ url: 'https://shop.example/', status: 204, headers: { 'x-shop': 'Practice 1' }, cookies: [], truncated: false },
  ...{ body: new TextEncoder().encode(body), address: '192.0.2.1', redirects: [] },
  phases: { dns: 1, connect: 1, tls: 1, firstByte: 50, total: 320 },
  tls: {
    ...{ protocol: 'TLSv1.3', cipher: 'x', validFrom: new Date(NOW.getTime() - DAY), validTo: new Date(NOW.getTime() + 20 * DAY) },
    ...{ issuer: 'Practice', names: ['shop.example'], fingerprint256: '00', serial: '01', trusted: true as const },
  },
});

function saw(condition: string, body = JSON.stringify(SHOP)): string {
  const told = webCondition(condition);
  if (typeof told === 'string') throw new Error(`${condition}: ${told}`);
  const demand = {
    status: [],
    contains: '',
    conditions: ['status at least 100', ...(told.lines ?? [])],
    maxMs: 10_000,
    certificateDays: 0,
  };
  return judgeHttp(demand, answerOf(body), NOW).saw;
}

describe('a condition of Gatus is judged as Gatus judges it', () => {
  it.each([
    ['[STATUS] == 204', '[STATUS] == 200'],
    ['204 == [STATUS]', '[STATUS] != 204'],
    ['[STATUS] < 300', '[STATUS] >= 300'],
    ['200 < [STATUS]', '204 < [STATUS]'],
    ['[STATUS] == any(200, 204)', '[STATUS] == any(200, 201)'],
    ['[STATUS] == pat(2*)', '[STATUS] == pat(4*)'],
    ['[STATUS] != pat(5*)', '[STATUS] != pat(2??)'],
    ['[RESPONSE_TIME] < 500', '[RESPONSE_TIME] < 300'],
    ['[RESPONSE_TIME] <= 1s', '[RESPONSE_TIME] < 100ms'],
    ['[CONNECTED] == true', '[BODY].gone == 1'],
    ['[CERTIFICATE_EXPIRATION] > 48h', '[CERTIFICATE_EXPIRATION] > 720h'],
    ['[BODY].state == open', '[BODY].state == Open'],
    ['[BODY].state != closed', '[BODY].state != open'],
    ['[BODY].word != and', '[BODY].word != or'],
    ['[BODY].word == or', '[BODY].word == any(and, not)'],
    ['[BODY].stock == 12', '[BODY].stock == 13'],
    ['[BODY].stock > 11', '[BODY].stock > 12'],
    ['[BODY].left-over <= 3', '[BODY].left-over < 3'],
    ['[BODY].items[1].id == 2', '[BODY].items[0].id == 2'],
    ['[BODY].kind == any(new, old)', '[BODY].kind == any(odd, old)'],
    ['[BODY].name == pat(Shop*)', '[BODY].name == pat(Sho?)'],
    ['[BODY].name == pat(*of*)', '[BODY].name != pat(*of*)'],
    ['[BODY] == pat(*"stock":12*)', '[BODY] == pat(*"stock":13*)'],
    ['[BODY].items[*].state == up', '[BODY].mixed[*].state == up'],
    ['[BODY].items[*].id >= 1', '[BODY].items[*].id > 1'],
    ['[BODY].items[*].id != 3', '[BODY].empty[*].id != 3'],
    ['len([BODY].items) == 2', 'len([BODY].items) == 3'],
    ['len([BODY].items) > 1', 'len([BODY].gone) > 0'],
    ['len([BODY].empty) == 0', 'len([BODY].empty) > 0'],
    ['len([BODY].name) >= 11', 'len([BODY].name) < 11'],
    ['has([BODY].state) == true', 'has([BODY].gone) == true'],
    ['has([BODY].gone) == false', 'has([BODY].state) == false'],
    ['has([BODY]) == true', 'has([BODY]) == false'],
    ['[HEADER].X-Shop == Practice 1', '[HEADER].X-Shop == Practice'],
    ['has([HEADER].X-Shop) == true', 'has([HEADER].X-Gone) == true'],
  ])('%s, and not %s', (fine, wrong) => {
    expect(saw(fine)).toBe('up');
    expect(saw(wrong)).toBe('down');
  });

  it('of a body that is a list', () => {
    expect(['[1]', '[]', '[1,2]'].map((body) => saw('len([BODY]) > 0', body))).toEqual(['up', 'down', 'up']);
    expect(['[1]', '[]'].map((body) => saw('len([BODY]) == 0', body))).toEqual(['down', 'up']);
    expect(['[1]', '[]', '[1,2]'].map((body) => saw('len([BODY]) < 2', body))).toEqual(['up', 'up', 'down']);
    expect(saw('[BODY][0].id == 7', '[{"id":7}]')).toBe('up');
  });

  it('of a body that is a text, whatever stands around it', () => {
    expect(saw('[BODY] == pong', ' pong\n')).toBe('up');
    expect(saw('[BODY] == pong', 'ping pong')).toBe('down');
    expect(saw('[BODY] == any(a.b, pong)', 'a.b')).toBe('up');
    expect(saw('[BODY] == any(a.b, pong)', 'axb')).toBe('down');
  });
});

it.each([
  ['[IP] == 192.0.2.1', /cannot be asked/],
  ['[BODY].a == [BODY].b', /two parts/],
  ['age([BODY].at) < 10m', /how old/],
  ['[CONNECTED] == false', /must not be there/],
  ['[BODY].name == pat([a-z]*)', /more than \* and \?/],
  ['[BODY].name != pat(a*b)', /fits no pattern/],
  ['[BODY].items[*].tags[*] == a', /every item/],
  ['[STATUS] == teapot', /a number/],
  ['[STATUS]', /no condition/],
  ['', /no condition/],
])('%s cannot be said, and why', (condition, why) => {
  expect(webCondition(condition)).toMatch(why);
});
