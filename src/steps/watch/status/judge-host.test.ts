import { expect, test } from 'vitest';
import type { DnsAnswer } from '#engines/dns/types.ts';
import { type HostFacts, judgeHost } from './judge-host.ts';

const records = (...all: string[]): DnsAnswer => ({ kind: 'records', records: all, ms: 1 });
const none: DnsAnswer = { kind: 'none', ms: 1 };
const unknown: DnsAnswer = { kind: 'unknown', reason: 'no answer in time', ms: 1 };
const own = { host: 'bell.example', addresses: [records('192.0.2.1', '192.0.2.2'), none] };
const facts = (more: Partial<HostFacts>): HostFacts => ({
  ...{ word: 'shopbell-status=w', txt: none, cname: none, addresses: [none, none], own, isContested: false },
  ...more,
});

test('the word proves, a CNAME proves, the same addresses prove; part of them, others, or none do not', () => {
  expect(judgeHost(facts({ txt: records('v=spf1', 'shopbell-status=w') }))).toMatchObject({
    state: 'proven',
    proof: 'txt',
    leads: 'nowhere',
  });
  expect(judgeHost(facts({ cname: records('Bell.Example.') }))).toMatchObject({ state: 'proven', proof: 'cname', leads: 'here' });
  expect(judgeHost(facts({ addresses: [records('192.0.2.2'), none] }))).toMatchObject({ state: 'proven', proof: 'address' });
  expect(judgeHost(facts({ addresses: [records('192.0.2.2', '198.51.100.9'), none] }))).toMatchObject({
    state: 'missing',
    leads: 'elsewhere',
  });
  expect(judgeHost(facts({ txt: records('shopbell-status=other') }))).toMatchObject({ state: 'missing', leads: 'nowhere', hasWord: false });
  expect(judgeHost(facts({ own: null, addresses: [records('192.0.2.2'), none] }))).toMatchObject({ state: 'missing', leads: 'unknown' });
});

test('where another shows the word an address proves nothing, one’s own word does', () => {
  expect(judgeHost(facts({ cname: records('bell.example'), isContested: true }))).toMatchObject({ state: 'missing', leads: 'here' });
  expect(judgeHost(facts({ txt: records('shopbell-status=w'), isContested: true })).state).toBe('proven');
});

test('what could not be asked is unknown, never missing and never proven', () => {
  expect(judgeHost(facts({ txt: unknown }))).toMatchObject({ state: 'unknown', reason: 'no answer in time' });
  expect(judgeHost(facts({ addresses: [records('192.0.2.1'), unknown] }))).toMatchObject({ state: 'unknown', leads: 'unknown' });
  const oursFail = { ...own, addresses: [unknown, none] };
  expect(judgeHost(facts({ own: oursFail, addresses: [records('192.0.2.1'), none] })).state).toBe('unknown');
});
