import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test.each([
  [{}, null],
  [{ SHOPBELL_PUBLIC_URL: 'https://bell.shop.example/' }, 'shopbell@bell.shop.example'],
  [{ SHOPBELL_PUBLIC_URL: 'http://127.0.0.1:7700' }, null],
  [{ SHOPBELL_PUBLIC_URL: 'http://localhost:7700' }, null],
  [{ SHOPBELL_MAIL_FROM: 'night@shop.example', SHOPBELL_PUBLIC_URL: 'https://bell.shop.example' }, 'night@shop.example'],
])('with %o pages come from %s', (env, from) => {
  expect(readConfig(env, '/tmp').mailFrom).toBe(from);
});

test('the rate of letters is a whole number, and absent unless set', () => {
  expect(readConfig({}, '/tmp').mailPerSecond).toBeUndefined();
  expect(readConfig({ SHOPBELL_MAIL_PER_SECOND: '50' }, '/tmp').mailPerSecond).toBe(50);
  for (const wrong of ['0', '-1', '2.5', 'many', '100000'])
    expect(() => readConfig({ SHOPBELL_MAIL_PER_SECOND: wrong }, '/tmp'), wrong).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
});

test('mail is received where it is said, and nowhere else', () => {
  expect(readConfig({}, '/tmp').mailListen).toBeUndefined();
  expect(readConfig({ SHOPBELL_MAIL_LISTEN: '0.0.0.0:25' }, '/tmp').mailListen).toEqual({ host: '0.0.0.0', port: 25 });
  expect(readConfig({ SHOPBELL_MAIL_LISTEN: '[::1]:2525' }, '/tmp').mailListen).toEqual({ host: '::1', port: 2525 });
  for (const wrong of ['25', 'mail.example:25', '0.0.0.0', '1.2.3:25', '0.0.0.0:99999', '300.1.1.1:25'])
    expect(() => readConfig({ SHOPBELL_MAIL_LISTEN: wrong }, '/tmp'), wrong).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

test('mail of jobs has a domain where mail is received: the one that is said, else ours', () => {
  const listen = { SHOPBELL_MAIL_LISTEN: '0.0.0.0:25' };
  expect(readConfig({ SHOPBELL_MAIL_DOMAIN: 'bell.shop.example' }, '/tmp').mailDomain).toBeNull();
  expect(readConfig(listen, '/tmp').mailDomain).toBeNull();
  expect(readConfig({ ...listen, SHOPBELL_PUBLIC_URL: 'https://bell.shop.example:8443/' }, '/tmp').mailDomain).toBe('bell.shop.example');
  expect(readConfig({ ...listen, SHOPBELL_PUBLIC_URL: 'http://127.0.0.1' }, '/tmp').mailDomain).toBeNull();
  expect(readConfig({ ...listen, SHOPBELL_MAIL_DOMAIN: 'Jobs.Shop.example' }, '/tmp').mailDomain).toBe('jobs.shop.example');
  for (const wrong of ['shop', 'a@shop.example', '-a.example', 'a b.example', '10.0.0.1'])
    expect(() => readConfig({ SHOPBELL_MAIL_DOMAIN: wrong }, '/tmp'), wrong).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

test('syslog is received over TLS, and without it from this machine only', () => {
  const files = { SHOPBELL_SYSLOG_CERTIFICATE: 'bell.pem', SHOPBELL_SYSLOG_KEY: '/keys/bell.key' };
  expect(readConfig({}, '/tmp').syslog).toBeUndefined();
  expect(readConfig({ SHOPBELL_SYSLOG_LISTEN: '0.0.0.0:6514', ...files }, '/tmp').syslog).toEqual({
    ...{ host: '0.0.0.0', port: 6514, certificate: { certificate: '/tmp/bell.pem', key: '/keys/bell.key' } },
  });
  for (const local of ['127.0.0.1:514', '127.0.0.9:514', '[::1]:514'])
    expect(readConfig({ SHOPBELL_SYSLOG_LISTEN: local }, '/tmp').syslog).toMatchObject({ certificate: null });
  for (const [wrong, name] of [
    [{ SHOPBELL_SYSLOG_LISTEN: '0.0.0.0:6514' }, 'SHOPBELL_SYSLOG_CERTIFICATE'],
    [{ SHOPBELL_SYSLOG_LISTEN: '[::]:6514' }, 'SHOPBELL_SYSLOG_CERTIFICATE'],
    [{ SHOPBELL_SYSLOG_LISTEN: '10.0.0.1:6514' }, 'SHOPBELL_SYSLOG_CERTIFICATE'],
    [{ SHOPBELL_SYSLOG_LISTEN: '127.0.0.1:6514', SHOPBELL_SYSLOG_KEY: '/k' }, 'SHOPBELL_SYSLOG_CERTIFICATE'],
    [{ SHOPBELL_SYSLOG_CERTIFICATE: '/c' }, 'SHOPBELL_SYSLOG_KEY'],
    [{ SHOPBELL_SYSLOG_LISTEN: 'bell:6514', ...files }, 'SHOPBELL_SYSLOG_LISTEN'],
  ] as const)
    expect(() => readConfig(wrong, '/tmp'), JSON.stringify(wrong)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: expect.objectContaining({ name }) }),
    );
});
