import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMs, DAY } from '#kernel/time.ts';
import { judgeMail, type MailDemand, type MailTrip } from './judge-mail.ts';
import { readAuthentication } from './read-authentication.ts';

describe('Authentication-Results', () => {
  it('are read as RFC 8601 writes them, with comments, versions and quoted texts', () => {
    const google =
      'mx.google.com; dkim=pass header.i=@shop.example header.s=s1 header.b=abc; spf=pass (google.com: domain of a@shop.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@shop.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=shop.example';
    expect(readAuthentication([google])).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'pass' });
    expect(readAuthentication(['mx.example 1; SPF / 1 = SoftFail reason="no; dkim=pass"; dkim=none'])).toEqual({
      spf: 'softfail',
      dkim: 'none',
    });
    expect(readAuthentication(['mx.example; none'])).toEqual({});
    expect(readAuthentication([])).toEqual({});
  });

  it('count only of the server on top; one good signature is enough', () => {
    const own = ['mx.example; spf=fail', 'mx.example; dkim=fail; dkim=pass header.d=shop.example'];
    expect(readAuthentication([...own, 'forged.example; spf=pass; dmarc=pass'])).toEqual({ spf: 'fail', dkim: 'pass' });
    expect(readAuthentication(['mx.example; spf=fail', 'forged.example; spf=pass', 'mx.example; spf=pass (of mx.example?)'])).toMatchObject(
      { spf: 'pass' },
    );
    expect(readAuthentication(['mx.example; x-note=1 (spf=pass (dkim=pass); dmarc=pass)'])).toEqual({});
  });

  it('never break the reader, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'a=;()"\\ spfdkim/1\t') })), (headers) => {
        for (const result of Object.values(readAuthentication(headers))) expect(result).toMatch(/^[a-z]+$/);
      }),
    );
    expect(readAuthentication([`mx; spf=pass ${'('.repeat(1_000_000)}`])).toEqual({ spf: 'pass' });
  });
});

describe('a mail’s way', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const demand: MailDemand = { within: 120, late: 60, mustPass: [], days: 14 };
  const good = { spf: 'pass', dkim: 'pass', dmarc: 'pass' };
  const trip = (arrived: Partial<NonNullable<MailTrip['arrived']>> | null, more: Partial<MailTrip> = {}): MailTrip => ({
    ...{ arrived: arrived && { afterMs: 3_210, isSpam: false, authentication: good, ...arrived }, hasSpamFolder: true, leftOver: 0 },
    ...more,
  });
  const valid = { SMTP: addMs(now, 90 * DAY), IMAP: addMs(now, 90 * DAY) };
  const judge = (one: MailTrip, more: Partial<MailDemand> = {}, certificates = valid) =>
    judgeMail({ ...demand, ...more }, one, certificates, now);

  it('is judged by the gravest', () => {
    expect(judge(trip({}))).toEqual({ saw: 'up', reason: 'arrived after 3.2 s; SPF pass, DKIM pass, DMARC pass' });
    expect(judge(trip(null)).reason).toBe('taken by the server, but not arrived within 120 s, neither in the folder nor in spam');
    expect(judge(trip(null, { hasSpamFolder: false })).reason).toMatch(/no spam folder to look into$/);
    expect(judge(trip({ isSpam: true, afterMs: 90_000 }))).toEqual({
      saw: 'down',
      reason: 'arrived after 90 s, but as spam; SPF pass, DKIM pass, DMARC pass',
    });
    expect(judge(trip({ afterMs: 60_000 })).saw).toBe('up');
    expect(judge(trip({ afterMs: 61_000 }))).toEqual({ saw: 'down', reason: 'arrived after 61 s, later than 60 s' });
    expect(judge(trip({ afterMs: 110_000 }), { late: 0 }).saw).toBe('up');
    expect(judge(trip({}, { leftOver: 2 })).reason).toMatch(/; 2 of earlier looks came too late and were deleted$/);
    expect(judge(trip({}), {}, { ...valid, IMAP: addMs(now, 3 * DAY) })).toEqual({
      saw: 'down',
      reason: 'the certificate of the IMAP server expires in 3 days',
    });
  });

  it.each([
    ['pass', 'up'],
    ['fail', 'down'],
    ['none', 'down'],
    ['permerror', 'down'],
    ['temperror', 'unknown'],
    [undefined, 'unknown'],
  ])('with a demanded DMARC of %s is %s', (dmarc, saw) => {
    const authentication = { spf: 'pass', ...(dmarc === undefined ? {} : { dmarc }) };
    expect(judge(trip({ authentication }), { mustPass: ['dmarc'] }).saw).toBe(saw);
    expect(judge(trip({ authentication })).saw).toBe('up');
  });
});
