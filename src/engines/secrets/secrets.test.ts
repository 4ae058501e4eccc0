import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { isSignedBy } from '#kernel/is-signed-by.ts';
import { isSealed, type Sealed } from '#kernel/sealed.ts';
import { openSecrets } from './open-secrets.ts';
import { checkMasterKey, readMasterKey } from './read-master-key.ts';

const A = `org_${'A'.repeat(26)}` as OrgId;
const B = `org_${'B'.repeat(26)}` as OrgId;
const secrets = openSecrets(randomBytes(32));
const code = (expected: string) => expect.objectContaining({ code: expected });

test('what is sealed opens for its organisation and key only, and any changed byte is noticed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (plain, at) => {
      const sealed = secrets.seal(A, plain);
      expect(isSealed(sealed)).toBe(true);
      expect(secrets.open(A, sealed, 'tell-affected')).toBe(plain);
      expect(() => secrets.open(B, sealed, 'tell-affected')).toThrow(code('SEAL_BROKEN'));
      expect(() => openSecrets(randomBytes(32)).open(A, sealed, 'tell-affected')).toThrow(code('SEAL_BROKEN'));
      const box = Buffer.from(sealed.slice(5), 'base64url');
      box[at % box.length] = (box[at % box.length] ?? 0) ^ 1;
      expect(() => secrets.open(A, `v1.o.${box.toString('base64url')}` as Sealed, 'tell-affected')).toThrow(code('SEAL_BROKEN'));
    }),
    { numRuns: 60 },
  );
});

test('equal values have equal references within an organisation and kind, and nowhere else', () => {
  expect(secrets.sealRef(A, 'order', '100123')).toBe(secrets.sealRef(A, 'order', '100123'));
  expect(secrets.openRef(A, 'order', secrets.sealRef(A, 'order', '100123'), 'find-affected')).toBe('100123');
  expect(secrets.sealRef(A, 'order', '100123')).not.toBe(secrets.sealRef(A, 'invoice', '100123'));
  expect(secrets.sealRef(A, 'order', '100123')).not.toBe(secrets.sealRef(B, 'order', '100123'));
  expect(secrets.seal(A, 'x')).not.toBe(secrets.seal(A, 'x'));
  expect(() => secrets.openRef(B, 'order', secrets.sealRef(A, 'order', '1'), 'find-affected')).toThrow(code('SEAL_BROKEN'));
});

test('a shredded case key opens nothing', () => {
  const key = secrets.newCaseKey(`case_${'C'.repeat(26)}` as CaseId);
  const sealed = secrets.sealWith(key, 'a name');
  expect(secrets.openWith(key, sealed, 'tell-affected')).toBe('a name');
  expect(() => secrets.openWith('', sealed, 'tell-affected')).toThrow(code('SEAL_SHREDDED'));
});

test('the master key: made once, refused when weak, missing or readable by others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-key-'));
  const path = join(folder, 'keys', 'master.key');
  const read = (over: Partial<Parameters<typeof readMasterKey>[0]> = {}) =>
    readMasterKey({ fromEnvironment: undefined, path, mayCreate: false, ...over });
  expect(() => read()).toThrow(code('KEY_MISSING'));
  const made = read({ mayCreate: true });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(read()).toEqual(made);
  chmodSync(path, 0o644);
  expect(() => read()).toThrow(code('KEY_EXPOSED'));
  for (const weak of ['', 'short', Buffer.alloc(32, 7).toString('base64'), 'ä'.repeat(43)]) {
    expect(() => read({ fromEnvironment: weak })).toThrow(code('KEY_WEAK'));
  }
  chmodSync(path, 0o600);
  const check = join(folder, 'key.check');
  checkMasterKey(made, check);
  checkMasterKey(made, check);
  expect(() => checkMasterKey(randomBytes(32), check)).toThrow(code('KEY_WRONG'));
  writeFileSync(path, randomBytes(16).toString('base64'), { mode: 0o600 });
  chmodSync(path, 0o600);
  expect(() => read()).toThrow(code('KEY_WEAK'));
  rmSync(folder, { recursive: true });
});

test('a signature is checked by the public key alone; another organisation, purpose or text has another', () => {
  const key = secrets.publicKey(A, 'register');
  const value = secrets.sign(A, 'register', 'the head');
  expect(isSignedBy(key, 'the head', value)).toBe(true);
  expect(secrets.sign(A, 'register', 'the head')).toBe(value);
  expect(isSignedBy(key, 'another head', value)).toBe(false);
  expect(isSignedBy(secrets.publicKey(B, 'register'), 'the head', value)).toBe(false);
  expect(isSignedBy(secrets.publicKey(A, 'evidence'), 'the head', value)).toBe(false);
  for (const wrong of ['', 'AAAA', 'ä', `${key}A`]) expect(isSignedBy(wrong, 'the head', value)).toBe(false);
  expect(isSignedBy(key, 'the head', '')).toBe(false);
});
