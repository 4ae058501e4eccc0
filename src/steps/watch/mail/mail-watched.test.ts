import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { makeCertificate } from '#engines/testing/make-certificate.ts';
import { openTestHouse } from '#engines/testing/open-test-house.ts';
import { startImap } from '#engines/testing/start-imap.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addCheck, startWatching } from '../index.ts';
import { routes } from '../routes.tsx';
import { listChecks } from '../store.ts';

it('a mail is waited for without holding up other checks or the end, and what it took is shown', async () => {
  const certificate = await makeCertificate({ names: ['localhost'] });
  await using house = await openTestHouse(async (folder) => ({
    ...{ http: openHttpClient(), resolver: openResolver(), wire: openWire({ authorities: [certificate.cert] }) },
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
  }));
  const imap = await startImap({ user: 'probe', password: 'practice-only', security: 'tls', certificate });
  let isLost = false;
  let taken = 0;
  const smtp = new SMTPServer({
    ...{ key: certificate.key, cert: certificate.cert, authOptional: true, logger: false, disableReverseLookup: true },
    onData: (stream, _session, done) => {
      let raw = '';
      stream.on('data', (part) => {
        raw += part;
      });
      stream.on('end', () => {
        taken += 1;
        if (!isLost) imap.deliver('INBOX', raw);
        done();
      });
    },
  });
  const listener = smtp.listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const smtpPort = (listener.address() as AddressInfo).port;
  const org = house.newOrg();
  const scope = house.scope(org);
  const { shop } = await registerShop(scope, {
    ...{ name: 'Shop', url: 'http://localhost/', platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    contact: { name: 'Shop', address: 'care@shop.example', phone: '555' },
    privacyContact: { name: 'Officer', address: 'officer@shop.example' },
  });
  const target = {
    kind: 'mail' as const,
    ...{ smtpHost: 'localhost', smtpPort, from: 'shop@shop.example', to: 'probe@mailbox.example', within: 60 },
    ...{ imapHost: 'localhost', imapPort: imap.port, imapUser: 'probe', imapPassword: '{{imap}}' },
  };
  const mail = { shop, name: 'Order mails', target, secrets: { imap: 'practice-only' } };
  await expect(addCheck(scope, { ...mail, everyMs: 59_000 })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    details: { reason: 'every: must be 60 s or more for this check' },
  });
  const { check } = await addCheck(scope, { ...mail, everyMs: 60_000 });
  const { check: port } = await addCheck(scope, {
    shop,
    name: 'SMTP',
    target: { kind: 'tcp', host: 'localhost', port: smtpPort },
    everyMs: 1_000,
  });
  const read = async (id: string) => (await house.state.inOrg(org, (db) => listChecks(db, org))).find((one) => one.id === id);
  const stop = await startWatching(house);
  await expect.poll(async () => (await read(check))?.standing.state, { timeout: 15_000 }).toBe('up');
  await stop();
  const app = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const html = await (await app.request(`/watch/checks/${check}`)).text();
  expect(html).toMatch(/arrived after \d\.\d s/);
  expect(html).toContain('Taken by the server');
  expect(html).not.toContain('practice-only');

  isLost = true;
  const again = await startWatching(house);
  await expect.poll(() => taken, { timeout: 15_000 }).toBe(2);
  const { standing } = (await read(port)) ?? {};
  await expect
    .poll(async () => (await read(port))?.standing.lastAt?.getTime() ?? 0, { timeout: 8_000 })
    .toBeGreaterThan((standing?.lastAt?.getTime() ?? 0) + 1_500);
  const started = performance.now();
  await again();
  expect(performance.now() - started).toBeLessThan(3_000);
  expect((await read(check))?.standing.state).toBe('up');
  await imap.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});
