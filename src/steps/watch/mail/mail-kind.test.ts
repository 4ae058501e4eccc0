import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { noJourneys } from '#engines/journeys/no-journeys.ts';
import { openSqlReader } from '#engines/sql/open-sql-reader.ts';
import { makeCertificate } from '#engines/testing/make-certificate.ts';
import { hasDovecot, startDovecot } from '#engines/testing/start-dovecot.ts';
import { startImap, type TestImap } from '#engines/testing/start-imap.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { DAY } from '#kernel/time.ts';
import type { Outside } from '../kinds/kind.ts';
import { targetShape } from '../kinds/kinds.ts';
import { probe } from '../probe.ts';

const secrets = { smtp: 'smtp-practice-only', imap: 'imap-practice-only' };
const sign = { user: 'probe@shop.example', password: secrets.imap };
let certificate: Awaited<ReturnType<typeof makeCertificate>>;
let outside: Outside;
let smtp: SMTPServer | null = null;
let imap: TestImap;
/** What happens to a mail that the server took. */
let deliver: (raw: string) => void;
let taken: string[] = [];
const closers: Server[] = [];

beforeAll(async () => {
  certificate = await makeCertificate({ names: ['localhost'] });
  outside = ways([certificate.cert]);
});
beforeEach(async () => {
  taken = [];
  imap = await startImap({ ...sign, security: 'starttls', certificate });
  deliver = (raw) =>
    imap.deliver('INBOX', withVerdict('mx.mailbox.example; spf=pass; dkim=pass (2048-bit; ok) header.d=shop.example; dmarc=pass', raw));
});
afterEach(async () => {
  for (const server of closers.splice(0)) server.close();
  await imap.close();
  await new Promise<void>((resolve) => (smtp === null ? resolve() : smtp.close(() => resolve())));
  smtp = null;
});

function ways(authorities: readonly string[]): Outside {
  const wire = openWire({ authorities });
  return { http: openHttpClient(), resolver: openResolver(), wire, sql: openSqlReader(), journeys: noJourneys, clock: systemClock };
}

async function listen(talk: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    talk(socket);
  });
  closers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Never ends a line. */
function flood(socket: Socket): void {
  const more = () => {
    while (!socket.destroyed && socket.write('x'.repeat(65_536)));
  };
  socket.on('drain', more);
  more();
}

const withVerdict = (verdict: string, raw: string) => `Authentication-Results: ${verdict}\r\n${raw}`;

async function startSmtp(more: SMTPServerOptions = {}): Promise<number> {
  smtp = new SMTPServer({
    ...{ key: certificate.key, cert: certificate.cert, logger: false, disableReverseLookup: true },
    onAuth: ({ username, password }, _session, done) =>
      username === sign.user && password === secrets.smtp
        ? done(null, { user: username })
        : done(Object.assign(new Error(`5.7.8 not with ${password}`), { responseCode: 535 })),
    onData: (stream, _session, done) => {
      let raw = '';
      stream.on('data', (part) => {
        raw += part;
      });
      stream.on('end', () => {
        taken.push(raw);
        deliver(raw);
        done(null, '2.0.0 queued as 1');
      });
    },
    ...more,
  });
  smtp.on('error', () => undefined);
  const listener = smtp.listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  return (listener.address() as AddressInfo).port;
}

const target = (smtpPort: number, more: object = {}) =>
  targetShape.parse({
    ...{ kind: 'mail', smtpHost: 'localhost', smtpPort, smtpUser: sign.user, smtpPassword: '{{smtp}}' },
    ...{ from: 'shop@shop.example', to: 'probe@mailbox.example' },
    ...{ imapHost: 'localhost', imapPort: imap.port, imapSecurity: 'starttls', imapUser: sign.user, imapPassword: '{{imap}}' },
    ...{ within: 5, maxMs: 3_000, ...more },
  });

const look = (
  wanted: ReturnType<typeof target>,
  more: { readonly with?: Outside; readonly allowPrivate?: boolean; readonly stopping?: AbortSignal } = {},
) =>
  probe(more.with ?? outside, wanted, {
    ...{ allowPrivate: more.allowPrivate ?? true, secrets, beats: null, controlled: false },
    ...(more.stopping ? { stopping: more.stopping } : {}),
  });

describe('a mail', () => {
  it('arrives, its phases are measured, and nothing of ours stays behind', async () => {
    imap.deliver('INBOX', 'Subject: An order\r\n\r\nfrom a customer');
    const seen = await look(target(await startSmtp()));
    expect(seen.judged).toEqual({ saw: 'up', reason: expect.stringMatching(/^arrived after \d\.\d s; SPF pass, DKIM pass, DMARC pass$/) });
    expect(seen.reach).toBe('answered');
    expect(Object.keys(seen.phases)).toEqual(['connect', 'accepted', 'arrived']);
    expect(Object.values(seen.phases).every((ms) => ms !== null && ms >= 0)).toBe(true);
    expect(taken[0]).toMatch(/^X-Shopbell-Probe: [0-9a-f]{12}\.[0-9a-z]+\.[0-9a-f]{18}\r$/m);
    expect(imap.subjects('INBOX')).toEqual(['An order']);
  });

  it('that comes later is waited for, and called late', async () => {
    deliver = (raw) => setTimeout(() => imap.deliver('INBOX', raw), 1_500);
    const port = await startSmtp();
    expect((await look(target(port))).judged.reason).toMatch(/^arrived after [1-3]\.\d s; its server says nothing of SPF, DKIM and DMARC$/);
    expect((await look(target(port, { late: 1 }))).judged).toEqual({
      saw: 'down',
      reason: expect.stringMatching(/^arrived after \d\.\d s, later than 1 s$/),
    });
  });

  it('that is put into spam is an outcome of its own', async () => {
    deliver = (raw) => imap.deliver('Junk', withVerdict('mx.mailbox.example; spf=softfail', raw));
    const { judged } = await look(target(await startSmtp()));
    expect(judged).toEqual({ saw: 'down', reason: expect.stringMatching(/^arrived after \d\.\d s, but as spam; SPF softfail$/) });
    expect(imap.subjects('Junk')).toEqual([]);
  });

  it('that never comes is said to be missing, and deleted when it comes after all', async () => {
    let kept = '';
    deliver = (raw) => {
      kept = raw;
    };
    const port = await startSmtp();
    expect((await look(target(port))).judged).toEqual({
      saw: 'down',
      reason: 'taken by the server, but not arrived within 5 s, neither in the folder nor in spam',
    });
    const old = (Date.now() - 600_000).toString(36);
    imap.deliver('Junk', kept.replace(/\.[0-9a-z]{8}\.([0-9a-f]{18})/g, `.${old}.$1`));
    // Neither a mail of another check, nor one that only looks like ours, nor one that is still waited for.
    imap.deliver('INBOX', kept.replace(/(X-Shopbell-Probe: )\w{12}/, '$1ffffffffffff'));
    imap.deliver('INBOX', kept.replace(/X-Shopbell-Probe/, 'X-Other'));
    imap.deliver('INBOX', kept);
    deliver = (raw) => imap.deliver('INBOX', raw);
    expect((await look(target(port))).judged).toMatchObject({
      saw: 'up',
      reason: expect.stringContaining('1 of earlier looks came too late and was deleted'),
    });
    expect(imap.subjects('Junk')).toEqual([]);
    expect(imap.subjects('INBOX')).toHaveLength(3);
  }, 15_000);

  it('must be proven where that is asked: failing is down, unsaid is not known', async () => {
    const port = await startSmtp();
    deliver = (raw) => imap.deliver('INBOX', withVerdict('mx.mailbox.example; spf=pass; dkim=fail (bad signature; dkim=pass)', raw));
    expect((await look(target(port, { mustPass: ['spf', 'dkim'] }))).judged).toMatchObject({
      saw: 'down',
      reason: expect.stringContaining('DKIM fail'),
    });
    expect((await look(target(port, { mustPass: ['spf'] }))).judged.saw).toBe('up');
    expect((await look(target(port, { mustPass: ['dmarc'] }))).judged).toMatchObject({
      saw: 'unknown',
      reason: expect.stringContaining('DMARC'),
    });
  });

  it('is only marked where a server cannot delete by number, and then not seen again', async () => {
    await imap.close();
    imap = await startImap({ ...sign, security: 'starttls', certificate, hasUidPlus: false });
    imap.deliver('INBOX', 'Subject: Somebody’s\r\n\r\n');
    const port = await startSmtp();
    expect((await look(target(port))).judged.saw).toBe('up');
    expect((await look(target(port))).judged.saw).toBe('up');
    expect(imap.subjects('INBOX')).toEqual(['Somebody’s', expect.stringMatching(/\(deleted\)$/), expect.stringMatching(/\(deleted\)$/)]);
    expect(imap.commands.filter((name) => name.includes('EXPUNGE'))).toEqual([]);
  });

  it('is found although the mailbox’s connection breaks meanwhile', async () => {
    deliver = (raw) => {
      imap.breakOff();
      setTimeout(() => imap.deliver('INBOX', raw), 800);
    };
    expect((await look(target(await startSmtp()))).judged.saw).toBe('up');
  });

  it('is waited for no longer than somebody wants to know', async () => {
    deliver = () => undefined;
    const stopping = new AbortController();
    const started = performance.now();
    const looking = look(target(await startSmtp(), { within: 600 }), { stopping: stopping.signal });
    setTimeout(() => stopping.abort(), 700);
    await expect(looking).rejects.toThrow(/abort/i);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('what a server refuses', () => {
  it('is told in its words, without the secret, and nothing more is sent', async () => {
    const refuse = (words: string, responseCode: number) => (_one: unknown, _two: unknown, done: (error: Error) => void) =>
      done(Object.assign(new Error(words), { responseCode }));
    const port = await startSmtp({ onRcptTo: refuse('5.1.1 no such mailbox', 550) });
    expect((await look(target(port))).judged).toEqual({
      saw: 'down',
      reason: 'the SMTP server refused (recipient): 550 5.1.1 no such mailbox',
    });
    const wrong = await probe(outside, target(port), {
      allowPrivate: true,
      beats: null,
      controlled: false,
      secrets: { ...secrets, smtp: 'another-one' },
    });
    expect(wrong.judged).toEqual({ saw: 'down', reason: 'the SMTP server refused (sign-in): 535 5.7.8 not with •••' });
    expect(taken).toEqual([]);
  });

  it('by a mailbox means that nothing is known, and no mail is sent', async () => {
    const port = await startSmtp();
    const wrong = await probe(outside, target(port), {
      allowPrivate: true,
      beats: null,
      controlled: false,
      secrets: { ...secrets, imap: 'another-one' },
    });
    expect(wrong.judged).toMatchObject({
      saw: 'unknown',
      reason: expect.stringMatching(/the IMAP server refused \(sign-in\): .*wrong user or password/),
    });
    expect((await look(target(port, { folder: 'Nowhere' }))).judged).toMatchObject({
      saw: 'unknown',
      reason: expect.stringContaining('no such folder'),
    });
    expect((await look(target(port, { imapPort: 1 }))).judged).toMatchObject({
      saw: 'unknown',
      reason: expect.stringContaining('the connection was refused'),
    });
    expect(taken).toEqual([]);
  });

  it('no certificate that is not trusted gets a password', async () => {
    const asked: string[] = [];
    const port = await startSmtp({
      onAuth: ({ username }, _session, done) => {
        asked.push(username ?? '');
        done(null, { user: username });
      },
    });
    const strict = ways([(await makeCertificate({ names: ['localhost'] })).cert]);
    expect((await look(target(port), { with: strict })).judged).toMatchObject({
      saw: 'down',
      reason: expect.stringMatching(/^IMAP server: its certificate/),
    });
    expect((await look(target(port, { way: 'smtp' }), { with: strict })).judged).toMatchObject({
      saw: 'down',
      reason: expect.stringMatching(/^SMTP server: its certificate/),
    });
    expect((await look(target(port, { way: 'smtp', smtpHost: '127.0.0.1' }))).judged).toEqual({
      saw: 'down',
      reason: 'SMTP server: its certificate is for another name',
    });
    expect(asked).toEqual([]);
    expect(imap.commands.filter((name) => /LOGIN|AUTHENTICATE/.test(name))).toEqual([]);
  });

  it('no server without STARTTLS is spoken to in clear unless that is wanted', async () => {
    const port = await startSmtp({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    expect((await look(target(port, { way: 'smtp' }))).judged).toMatchObject({
      saw: 'down',
      reason: expect.stringMatching(/STARTTLS|encryption/),
    });
    expect((await look(target(port, { way: 'smtp', smtpSecurity: 'none' }))).judged.saw).toBe('up');
    expect((await look(target(port, { way: 'smtp', smtpSecurity: 'none' }), { allowPrivate: false })).judged.saw).toBe('unknown');
    const far = openWire({ lookup: async () => ['203.0.114.1'] });
    expect(
      (await look(target(port, { way: 'smtp', smtpHost: 'mail.shop.example', smtpSecurity: 'none' }), { with: { ...outside, wire: far } }))
        .judged,
    ).toEqual({
      saw: 'unknown',
      reason: expect.stringContaining('only spoken to over TLS'),
    });
  });

  it('a server that is not there, silent, flooding, or something else is told apart', async () => {
    const only = (way: 'smtp' | 'imap', port: number, more: object = {}) =>
      look(target(port, { way, imapPort: port, maxMs: 400, ...more })).then(({ judged }) => judged);
    for (const way of ['smtp', 'imap'] as const) {
      expect(await only(way, 1)).toEqual({ saw: 'down', reason: 'the connection was refused' });
      const silent = await listen(() => undefined);
      expect(await only(way, silent)).toEqual({ saw: 'down', reason: 'no answer within 400 ms' });
      const flooding = await listen((socket) => flood(socket));
      expect((await only(way, flooding, { maxMs: 5_000 })).saw).toBe('down');
      const closing = await listen((socket) => socket.end());
      expect((await only(way, closing)).saw).toBe('down');
    }
    expect((await only('smtp', await startSmtp(), { smtpSecurity: 'tls', maxMs: 3_000 })).reason).toMatch(
      /^TLS could not be agreed on at port \d+$/,
    );
  });
});

describe('signing in only', () => {
  it('is enough for a server by itself; a certificate that ends soon is down', async () => {
    const port = await startSmtp();
    expect((await look(target(port, { way: 'smtp' }))).judged).toMatchObject({
      saw: 'up',
      reason: expect.stringMatching(/^signed in in \d+ ms$/),
    });
    expect((await look(target(port, { way: 'imap' }))).judged).toMatchObject({
      saw: 'up',
      reason: expect.stringMatching(/^signed in and opened INBOX in/),
    });
    expect((await look(target(port, { way: 'imap', folder: 'Nowhere' }))).judged.saw).toBe('down');
    expect((await look(target(port, { way: 'smtp', days: 200 }))).judged).toEqual({
      saw: 'down',
      reason: 'the certificate of the SMTP server expires in 89 days',
    });
    expect((await look(target(port, { days: 200 }))).judged.reason).toBe('the certificate of the SMTP server expires in 89 days');
    const expired = await makeCertificate({ names: ['localhost'], to: new Date(Date.now() - DAY) });
    await imap.close();
    imap = await startImap({ ...sign, security: 'tls', certificate: expired });
    const strict = ways([expired.cert]);
    expect((await look(target(port, { way: 'imap', imapSecurity: 'tls' }), { with: strict })).judged).toEqual({
      saw: 'down',
      reason: 'IMAP server: its certificate has expired',
    });
  });

  it('needs what its way needs', () => {
    const issues = (more: object) => targetShape.safeParse({ kind: 'mail', ...more }).error?.issues.map(({ path }) => path.join('.'));
    expect(issues({})).toEqual(['smtpHost', 'from', 'to', 'imapHost', 'imapUser', 'imapPassword']);
    expect(issues({ way: 'smtp', smtpHost: 'smtp.shop.example', smtpUser: 'a', smtpPassword: 'plain' })).toEqual(['smtpPassword']);
    expect(issues({ way: 'smtp', smtpHost: 'smtp.shop.example', smtpUser: 'a' })).toEqual(['smtpPassword']);
    expect(issues({ way: 'smtp', smtpHost: 'smtp.shop.example', from: 'a@b.example\r\nX: y' })).toEqual(['from']);
  });
});

describe.skipIf(!hasDovecot)('a real Dovecot', () => {
  it('gives back what arrived, and loses nothing but that', async () => {
    const dovecot = await startDovecot({ ...sign, certificate });
    try {
      dovecot.deliver('INBOX', 'Subject: An order\r\n\r\nfrom a customer');
      const port = await startSmtp();
      const trip = (more: object = {}) => look(target(port, { imapPort: dovecot.port, ...more }));
      deliver = (raw) => dovecot.deliver('INBOX', withVerdict('mx.mailbox.example; spf=pass', raw));
      expect((await trip()).judged).toMatchObject({ saw: 'up', reason: expect.stringContaining('SPF pass') });
      deliver = (raw) => dovecot.deliver('Junk', raw);
      expect((await trip()).judged).toMatchObject({ saw: 'down', reason: expect.stringContaining('but as spam') });
      expect((await trip({ folder: 'Nowhere' })).judged).toMatchObject({ saw: 'unknown', reason: expect.stringContaining('(folder)') });
      expect((await trip({ way: 'imap' })).judged.saw).toBe('up');
      const wrong = await probe(outside, target(port, { way: 'imap', imapPort: dovecot.port }), {
        allowPrivate: true,
        beats: null,
        controlled: false,
        secrets: { ...secrets, imap: 'another-one' },
      });
      expect(wrong.judged).toMatchObject({ saw: 'down', reason: expect.stringContaining('(sign-in)') });
      expect(dovecot.subjects('INBOX')).toEqual(['An order']);
      expect(dovecot.subjects('Junk')).toEqual([]);
    } finally {
      await dovecot.close();
    }
  });
});
