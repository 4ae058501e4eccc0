import { expect, test } from 'vitest';
import { makeId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { openTestHouse, type TestHouse } from '../testing/open-test-house.ts';
import { beginAttempt } from './attempts.ts';
import { openIdentity } from './open-identity.ts';
import { changePassword, createPerson, endSessions, listSessions, readPeople } from './people.ts';
import { totpCode } from './totp-code.ts';
import type { Identity, SignInStep, Visitor } from './types.ts';

const password = 'copper lantern walks uphill';
const email = 'ada@mail.example';
const bare: Visitor = { cookie: '', address: '192.0.2.7', agent: 'test' };

/** A browser's cookie jar, as far as needed. */
function withCookies(visitor: Visitor, cookies: readonly string[]): Visitor {
  const jar = new Map(visitor.cookie.split('; ').map((pair) => [pair.split('=')[0] ?? '', pair]));
  for (const cookie of cookies) {
    const [pair = ''] = cookie.split(';');
    const name = pair.split('=')[0] ?? '';
    if (/max-age=0/i.test(cookie)) jar.delete(name);
    else jar.set(name, pair);
  }
  jar.delete('');
  return { ...visitor, cookie: [...jar.values()].join('; ') };
}

async function addAda(house: TestHouse) {
  const id = makeId('per', Date.now(), house.random.bytes(16));
  await house.state.inOrg(house.newOrg(), (db) => createPerson(db, { id, name: 'Ada One', email, password, now: new Date() }));
  return id;
}

async function enrol(identity: Identity): Promise<{ visitor: Visitor; uri: string; recoveryCodes: readonly string[] }> {
  const first = await identity.signIn(bare, email, password);
  const visitor = withCookies(bare, first.cookies);
  const { uri, recoveryCodes } = await identity.startTotp(visitor, password);
  const done = await identity.confirmTotp(visitor, totpCode(uri, new Date()));
  expect(done.next).toBe('in');
  return { visitor: withCookies(visitor, done.cookies), uri, recoveryCodes };
}

test('password, then the app: each session says what was proven', async () => {
  await using house = await openTestHouse();
  const identity = openIdentity(house);
  const id = await addAda(house);
  const first = await identity.signIn(bare, ' Ada@Mail.example ', password);
  expect(first).toMatchObject({ next: 'in', person: id });
  expect(first.cookies.join()).toMatch(/^shopbell\.session_token=.*HttpOnly; SameSite=Lax/);
  const visitor = withCookies(bare, first.cookies);
  expect((await identity.whoIs(visitor)).session).toMatchObject({ proof: 'password', person: { id, email, totp: false, passkeys: 0 } });
  await expect(identity.startTotp(visitor, 'not the password')).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
  const { visitor: enrolled, uri, recoveryCodes } = await enrol(identity);
  expect((await identity.whoIs(enrolled)).session).toMatchObject({ proof: 'totp', person: { totp: true } });
  // The session that began with the password alone may not add another factor now.
  await expect(identity.startTotp(visitor, password)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });

  const again = await identity.signIn(bare, email, password);
  expect(again.next).toBe('totp');
  const halfway = withCookies(bare, again.cookies);
  expect((await identity.whoIs(halfway)).session).toBeNull();
  expect((await identity.signInWithCode(halfway, '000000', 'totp')).next).toBe('refused');
  const code = totpCode(uri, new Date());
  const inside = await identity.signInWithCode(halfway, `${code.slice(0, 3)} ${code.slice(3)}`, 'totp');
  expect(inside).toMatchObject({ next: 'in', person: id });
  expect((await identity.whoIs(withCookies(halfway, inside.cookies))).session?.proof).toBe('totp');

  // The same code a second time, by somebody who looked over the shoulder.
  const spy = withCookies(bare, (await identity.signIn(bare, email, password)).cookies);
  expect(await identity.signInWithCode(spy, code, 'totp')).toMatchObject({ next: 'refused', cookies: [] });

  const lost = withCookies(bare, (await identity.signIn(bare, email, password)).cookies);
  const recovery = recoveryCodes[0] ?? '';
  expect((await identity.signInWithCode(lost, recovery, 'recovery')).next).toBe('in');
  const twice = withCookies(bare, (await identity.signIn(bare, email, password)).cookies);
  expect((await identity.signInWithCode(twice, recovery, 'recovery')).next).toBe('refused');
  await identity.close();
});

test('sessions: listed, ended at once, idle a day and old a month', async () => {
  await using house = await openTestHouse();
  const identity = openIdentity(house);
  const id = await addAda(house);
  const visitors: Visitor[] = [];
  for (const agent of ['a', 'b', 'c'])
    visitors.push(withCookies(bare, (await identity.signIn({ ...bare, agent }, email, password)).cookies));
  const alive = async () => Promise.all(visitors.map(async (visitor) => (await identity.whoIs(visitor)).session !== null));
  const lines = await house.state.everywhere((db) => listSessions(db, id));
  expect(lines.map((line) => [line.address, line.agent])).toContainEqual(['192.0.2.7', 'b']);
  const b = lines.find((line) => line.agent === 'b');
  expect(await house.state.inOrg(house.newOrg(), (db) => endSessions(db, id, b?.id ?? ''))).toBe(1);
  expect(await alive()).toEqual([true, false, true]);

  const [person] = await house.state.everywhere((db) => readPeople(db, [id]));
  if (!person) throw new Error('no person');
  const keepSession = lines.find((line) => line.agent === 'a')?.id ?? '';
  const change = (next: string) =>
    house.state.everywhere((db) => changePassword(db, { person, current: password, next, keepSession, now: new Date() }));
  await expect(change('Password2026!')).rejects.toMatchObject({ code: 'PASSWORD_WEAK' });
  await change('four brass bells ring twice');
  expect(await alive()).toEqual([true, false, false]);
  expect((await identity.signIn(bare, email, password)).next).toBe('refused');

  house.setNow(new Date(Date.now() + 30 * DAY + HOUR));
  expect(await alive()).toEqual([false, false, false]);
  house.setNow(new Date());
  const table = house.state.everywhere((db) =>
    db
      .withTables<{ identity_sessions: { id: string; expires_at: Date } }>()
      .updateTable('identity_sessions')
      .set({ expires_at: new Date(Date.now() - 1) })
      .execute(),
  );
  await table;
  expect(await alive()).toEqual([false, false, false]);
  await identity.close();
});

test('guessing is slowed down per account and per address, also many at once, and a restart forgets nothing', async () => {
  await using house = await openTestHouse();
  const before = openIdentity(house);
  await addAda(house);
  const guess = (identity: Identity, address: string, mail = email): Promise<SignInStep> =>
    identity.signIn({ ...bare, address }, mail, 'wrong wrong wrong');
  const answers = await Promise.all(Array.from({ length: 14 }, (_, i) => guess(before, `198.51.100.${i}`)));
  expect(answers.filter((answer) => answer.next === 'refused')).toHaveLength(10);
  await before.close();

  const after = openIdentity(house);
  const right = await after.signIn(bare, email, password);
  expect(right).toMatchObject({ next: 'too-many', cookies: [] });
  expect(right.seconds).toBeGreaterThan(800);
  house.advance(16 * MINUTE);
  expect((await after.signIn(bare, email, password)).next).toBe('in');

  const spray = [];
  for (let i = 0; i < 42; i++) spray.push(await beginAttempt(house, [{ kind: 'address', text: '203.0.113.9' }]));
  expect(spray.filter((seconds) => seconds > 0)).toHaveLength(2);
  expect((await guess(after, '203.0.113.9', 'nobody@mail.example')).next).toBe('too-many');
  await after.close();
});

test('a planted session cookie is not continued', async () => {
  await using house = await openTestHouse();
  const identity = openIdentity(house);
  await addAda(house);
  const planted = withCookies(bare, (await identity.signIn(bare, email, password)).cookies);
  const fresh = await identity.signIn(planted, email, password);
  expect(fresh.cookies[0]?.split(';')[0]).not.toBe(planted.cookie);
  const forged = { ...bare, cookie: 'shopbell.session_token=abcdefgh.c2lnbmF0dXJl' };
  expect((await identity.whoIs(forged)).session).toBeNull();
  await identity.close();
});

test('behind https the cookies carry __Host-, Secure and no domain', async () => {
  await using house = await openTestHouse(() => ({ publicUrl: 'https://bell.example' }));
  const identity = openIdentity(house);
  await addAda(house);
  const { cookies } = await identity.signIn(bare, email, password);
  expect(cookies[0]).toMatch(/^__Host-shopbell\.session_token=/);
  expect(cookies[0]).toMatch(/Secure/);
  expect(cookies[0]).toMatch(/Path=\//);
  expect(cookies[0]).not.toMatch(/Domain/);
  expect((await identity.whoIs(withCookies(bare, cookies))).session).not.toBeNull();
  expect(identity.passkeysPossible).toBe(true);
  await identity.close();
});

test('a tenant transaction cannot read the identity tables', async () => {
  await using house = await openTestHouse();
  await addAda(house);
  const rows = await house.state.inOrg(house.newOrg(), (db) =>
    db.withTables<{ identity_people: { id: string } }>().selectFrom('identity_people').selectAll().execute(),
  );
  expect(rows).toEqual([]);
});
