import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openTestShop } from '../testing/open-test-shop.ts';
import { openClient } from '../traffic/open-client.ts';

interface Received {
  readonly path: string;
  readonly key: string;
  readonly type: string;
  readonly body: Buffer;
}

async function receiver(): Promise<{ readonly url: string; readonly got: Received[]; close(): void }> {
  const got: Received[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { authorization = '', 'content-type': type = '' } = request.headers;
    got.push({ path: request.url ?? '', key: authorization, type, body: Buffer.concat(chunks) });
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got, close: () => server.close() };
}

test('audit events reach an OTLP receiver as protobuf, with the key', async () => {
  const otlp = await receiver();
  await using shop = await openTestShop({ otlpUrl: otlp.url, otlpKey: 'practice-key' });
  const client = openClient(shop.url, '198.51.100.80', 'Mozilla/5.0 test');
  const customer = shop.world.customers[0];
  await client.ask('/account/sign-in', { form: { email: customer?.email ?? '', password: 'wrong' } });
  await client.ask('/account/sign-in', { form: { email: customer?.email ?? '', password: customer?.password ?? '' } });
  await client.ask('/account/orders/100000');
  await shop.settled();
  expect(otlp.got.every((each) => each.path === '/v1/logs' && each.key === 'Bearer practice-key')).toBe(true);
  expect(otlp.got[0]?.type).toBe('application/x-protobuf');
  const all = Buffer.concat(otlp.got.map((each) => each.body)).toString('latin1');
  for (const word of ['shop.customer.sign_in_failed', 'shop.customer.signed_in', 'shop.record.read', '100000', '198.51.100.80'])
    expect(all).toContain(word);
  expect(all).not.toContain('mail.practice-shop.test');
  otlp.close();
});
