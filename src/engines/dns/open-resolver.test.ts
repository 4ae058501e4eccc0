import { createSocket, type Socket } from 'node:dgram';
import dnsPacket, { type Answer } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openResolver } from './open-resolver.ts';
import type { Resolver } from './types.ts';

const zone: Readonly<Record<string, Answer[]>> = {
  'A shop.example': [{ type: 'A', name: 'shop.example', ttl: 60, data: '192.0.2.7' }],
  'TXT shop.example': [{ type: 'TXT', name: 'shop.example', ttl: 60, data: ['v=spf1 ', '-all'] }],
  'MX shop.example': [
    { type: 'MX', name: 'shop.example', ttl: 60, data: { preference: 20, exchange: 'b.example' } },
    { type: 'MX', name: 'shop.example', ttl: 60, data: { preference: 10, exchange: 'a.example' } },
  ],
  'CAA shop.example': [
    { type: 'CAA', name: 'shop.example', ttl: 60, data: { flags: 0, tag: 'issue', value: 'ca.example', issuerCritical: false } },
  ],
};

let server: Socket;
let resolver: Resolver;

beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const question = query.questions?.[0];
    if (!question || question.name === 'silent.example') return;
    const answers = zone[`${question.type} ${question.name}`] ?? [];
    const rcode = question.name === 'broken.example' ? 2 : answers.length > 0 || question.name === 'shop.example' ? 0 : 3;
    const flags = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | rcode;
    server.send(dnsPacket.encode({ type: 'response', id: query.id ?? 0, flags, questions: [question], answers }), from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  resolver = openResolver({ servers: [`127.0.0.1:${server.address().port}`], timeoutMs: 200, tries: 1 });
});

afterAll(() => server.close());

describe('a name server’s answers', () => {
  it('gives records as texts', async () => {
    expect(await resolver.ask('shop.example', 'A')).toMatchObject({ kind: 'records', records: ['192.0.2.7'] });
    expect(await resolver.ask('shop.example', 'TXT')).toMatchObject({ records: ['v=spf1 -all'] });
    expect(await resolver.ask('shop.example', 'MX')).toMatchObject({ records: ['10 a.example', '20 b.example'] });
    expect(await resolver.ask('shop.example', 'CAA')).toMatchObject({ records: ['0 issue "ca.example"'] });
  });

  it('tells “does not exist” from “could not be asked”', async () => {
    expect(await resolver.ask('shop.example', 'AAAA')).toMatchObject({ kind: 'none' });
    expect(await resolver.ask('nothing.example', 'A')).toMatchObject({ kind: 'none' });
    expect(await resolver.ask('broken.example', 'A')).toMatchObject({ kind: 'unknown' });
    expect(await resolver.ask('silent.example', 'A')).toMatchObject({ kind: 'unknown', reason: 'no answer in time' });
  });
});
