import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ShopbellError } from '#kernel/errors.ts';
import { isMailAddress } from './check-mail.ts';
import { openLocalMailbox } from './local-mailbox.ts';
import { openMailer } from './open-mailer.ts';
import type { OutgoingMail } from './types.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-mail-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function letter(over: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    to: 'anna@customers.example',
    from: { name: 'Sklep Przykładowy', address: 'notices@shop.example' },
    subject: 'Ważne: 顧客データ — bitte lesen',
    text: 'Zażółć gęślą jaźń.\n.a line that starts with a dot\n..two dots\n.\nend',
    id: 'ltr_01TEST.en',
    ...over,
  };
}

function listen(server: SMTPServer): Promise<number> {
  return new Promise((resolve) => {
    const listener = server.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing was thrown';
  } catch (thrown) {
    return thrown instanceof ShopbellError ? thrown.code : String(thrown);
  }
}

describe('the local mailbox', () => {
  test('keeps a mail exactly as written, with its id, in a private file', async () => {
    const mailer = await openMailer({ folder });
    const receipt = await mailer.send(letter({ html: '<p>Zażółć</p>', headers: { 'X-Shopbell-Letter': 'ltr_1' } }));
    expect(receipt.response).toMatch(/^250 2\.0\.0 Ok: kept as \d+/);
    const [mail] = await mailer.caught();
    expect(mail?.subject).toBe('Ważne: 顧客データ — bitte lesen');
    expect(mail?.text).toBe('Zażółć gęślą jaźń.\n.a line that starts with a dot\n..two dots\n.\nend');
    expect(mail?.html?.trim()).toBe('<p>Zażółć</p>');
    expect(mail?.to).toEqual(['anna@customers.example']);
    expect(mail?.headers['message-id']).toBe('<ltr_01TEST.en@shop.example>');
    expect(mail?.headers['x-shopbell-letter']).toBe('ltr_1');
    const [file = ''] = await readdir(folder);
    expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
    await mailer.close();
  });

  test('takes international addresses and finds mails by recipient, newest first, after a restart too', async () => {
    const first = await openMailer({ folder });
    await first.send(letter({ to: 'zażółć@przykład.example', subject: 'one' }));
    await first.send(letter({ to: 'b@customers.example', subject: 'two' }));
    await first.send(letter({ to: 'B@customers.example', subject: 'three' }));
    await first.close();
    const second = await openMailer({ folder });
    expect((await second.caught({ to: 'b@CUSTOMERS.example' })).map((mail) => mail.subject)).toEqual(['three', 'two']);
    expect((await second.caught({ to: 'zażółć@przykład.example' })).map((mail) => mail.subject)).toEqual(['one']);
    expect(await second.caught({ limit: 1 })).toHaveLength(1);
    await second.close();
  });

  test('keeps only the newest', async () => {
    const mailer = await openMailer({ folder });
    for (let i = 0; i < 12; i++) await mailer.send(letter({ subject: `n ${i}` }));
    await mailer.close();
    const mailbox = await openLocalMailbox(folder, 5);
    expect((await mailbox.list({})).map((mail) => mail.subject)).toEqual(['n 11', 'n 10', 'n 9', 'n 8', 'n 7']);
    await mailbox.close();
  });

  test('answers only on loopback and survives a client that hangs up in the middle', async () => {
    const mailbox = await openLocalMailbox(folder);
    await new Promise<void>((resolve) => {
      const socket = connect(mailbox.port, '127.0.0.1', () => socket.end('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT'));
      socket.on('close', () => resolve());
      socket.resume();
    });
    expect(await mailbox.list({})).toEqual([]);
    await mailbox.close();
  });
});

describe('what is refused before it is sent', () => {
  test.each([
    ['a line break in the subject', { subject: 'a\r\nBcc: x@y.example' }],
    ['a line break in the address', { to: 'a@b.example\r\nRCPT TO:<x@y.example>' }],
    ['two addresses', { to: 'a@b.example, c@d.example' }],
    ['no domain', { to: 'anna' }],
    ['a line break in the name', { from: { name: 'x\nBcc: y', address: 'a@b.example' } }],
    ['a header that is ours', { headers: { Bcc: 'x@y.example' } }],
    ['a header with a line break', { headers: { 'X-A': 'b\r\nTo: c' } }],
    ['an id with brackets', { id: 'a>b' }],
  ])('%s', async (_name, over) => {
    const mailer = await openMailer({ folder });
    expect(await codeOf(mailer.send(letter(over)))).toBe('INPUT_INVALID');
    expect(await mailer.caught()).toEqual([]);
    await mailer.close();
  });

  test('no text with a control character is an address', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('\r', '\n', '\u0000', '\u2028'), fc.string(), (a, control, b) => {
        expect(isMailAddress(`${a}${control}${b}@shop.example`)).toBe(false);
      }),
    );
  });
});

describe('a real server', () => {
  test('that refuses for good says so, without the address', async () => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      onRcptTo: (address, _session, done) => done(Object.assign(new Error(`no mailbox ${address.address}`), { responseCode: 550 })),
    });
    const port = await listen(server);
    const mailer = await openMailer({ smtpUrl: `smtp://127.0.0.1:${port}` });
    const thrown: unknown = await mailer.send(letter()).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ShopbellError);
    if (thrown instanceof ShopbellError) {
      expect(thrown.code).toBe('MAIL_DOWN');
      expect(thrown.details.permanent).toBe(true);
      expect(thrown.message).not.toContain('anna@');
    }
    expect(await mailer.caught()).toEqual([]);
    await mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test('whose certificate nobody vouches for gets no mail', async () => {
    const server = new SMTPServer({ secure: true, authOptional: true, disableReverseLookup: true, logger: false });
    server.on('error', () => undefined);
    const port = await listen(server);
    const mailer = await openMailer({ smtpUrl: `smtps://user:pass@127.0.0.1:${port}` });
    const thrown: unknown = await mailer.send(letter()).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ShopbellError);
    if (thrown instanceof ShopbellError) {
      expect(thrown.code).toBe('MAIL_DOWN');
      expect(thrown.message).toMatch(/certificate|signed/i);
    }
    await mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test('is signed in to with the user and password of the address', async () => {
    const seen: string[] = [];
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      onAuth: (auth, _session, done) => {
        seen.push(`${auth.username} ${auth.password}`);
        done(null, { user: auth.username });
      },
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on('end', () => done(null, 'taken'));
      },
    });
    const port = await listen(server);
    const mailer = await openMailer({ smtpUrl: `smtp://us%40er:p%3Ass@127.0.0.1:${port}` });
    expect((await mailer.send(letter())).response).toContain('taken');
    expect(seen).toEqual(['us@er p:ss']);
    await mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test('that does not know our password refuses us, not the mail: it is tried again', async () => {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('bad credentials'), { responseCode: 535 })),
    });
    const mailer = await openMailer({ smtpUrl: `smtp://user:old@127.0.0.1:${await listen(server)}` });
    const thrown: unknown = await mailer.send(letter()).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'MAIL_DOWN', details: { permanent: false } });
    await mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test('that is not there is MAIL_DOWN; an address that is no server is CONFIG_INVALID', async () => {
    const mailer = await openMailer({ smtpUrl: 'smtp://127.0.0.1:1' });
    expect(await codeOf(mailer.send(letter()))).toBe('MAIL_DOWN');
    await mailer.close();
    expect(await codeOf(openMailer({ smtpUrl: 'http://mail.example' }))).toBe('CONFIG_INVALID');
  });
});
