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
