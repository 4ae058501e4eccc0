import { generateKeyPairSync } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import dnsPacket from 'dns-packet';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openResolver } from '../dns/open-resolver.ts';
import { type MailReceiver, type ReceivedMail, receiveMail } from './receive-mail.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const zone: Readonly<Record<string, string>> = {
  's1._domainkey.shop.example': `v=DKIM1; k=rsa; p=${key}`,
  's1._domainkey.tool.example': `v=DKIM1; k=rsa; p=${key}`,
  'permitted.example': 'v=spf1 ip4:127.0.0.1 -all',
  '_dmarc.permitted.example': 'v=DMARC1; p=reject',
};
const taken: ReceivedMail[] = [];
let server: Socket;
let receiver: MailReceiver;
let isBroken = false;

beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined || question.name.endsWith('silent.example')) return;
    const text = question.type === 'TXT' ? zone[question.name] : undefined;
    const parts = text?.match(/.{1,200}/g) ?? [];
    const flags = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | (text === undefined ? 3 : 0);
    const answers = text === undefined ? [] : [{ type: 'TXT' as const, name: question.name, ttl: 60, data: parts }];
    server.send(dnsPacket.encode({ type: 'response', id: query.id ?? 0, flags, questions: [question], answers }), from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  receiver = await receiveMail({
    ...{ host: '127.0.0.1', port: 0, log: quiet },
    resolver: openResolver({ servers: [`127.0.0.1:${server.address().port}`], timeoutMs: 150, tries: 1 }),
    accepts: async (domain) => domain === 'post.example',
    take: async (mail) => {
      if (isBroken) throw new Error('the database is away');
      taken.push(mail);
    },
  });
});
afterAll(async () => {
  await receiver.close();
  server.close();
});
beforeEach(() => {
  taken.length = 0;
  isBroken = false;
});

const sign = (domainName: string) => ({
  dkim: { domainName, keySelector: 's1', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
});
async function send(from: string, options: { readonly dkim?: object; readonly to?: string; readonly text?: string } = {}): Promise<string> {
  const { to = 'Anna.Nowak1@Post.Example', text = 'Hello', ...rest } = options;
  const transport = createTransport({ host: '127.0.0.1', port: receiver.port, secure: false, ignoreTLS: true });
  try {
    return (await transport.sendMail({ from, to, subject: 'Your order', text, ...rest })).response;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } finally {
    transport.close();
  }
}

it('takes a mail and says whether the domain that it shows really sent it', async () => {
  for (const [from, options, proven] of [
    ['Shop <news@shop.example>', sign('shop.example'), true],
    ['Shop <news@shop.example>', sign('tool.example'), false],
    ['Shop <news@shop.example>', {}, false],
    ['Shop <news@permitted.example>', {}, true],
    ['Shop <news@silent.example>', {}, null],
  ] as const) {
    expect(await send(from, options)).toMatch(/^250/);
    expect(taken.at(-1)).toMatchObject({
      to: ['anna.nowak1@post.example'],
      claimed: from.replace(/.*@|>/g, ''),
      proven,
      subject: 'Your order',
    });
  }
});

it('relays nothing, and takes nothing that is too large', async () => {
  expect(await send('a@shop.example', { to: 'somebody@mail.example' })).toMatch(/550/);
  expect(await send('a@shop.example', { text: 'x'.repeat(1_200_000) })).toMatch(/552/);
  expect(taken).toEqual([]);
});

it('what could not be kept is sent again by its server', async () => {
  isBroken = true;
  expect(await send('a@shop.example')).toMatch(/451/);
  isBroken = false;
  expect(await send('a@shop.example')).toMatch(/^250/);
  expect(taken).toHaveLength(1);
});
