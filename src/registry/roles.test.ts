import { expect, test } from 'vitest';
import type { House } from '#engines/house.ts';
import { absent } from '#engines/testing/absent-engine.ts';
import type { Role } from '#kernel/event.ts';
import { makeId } from '#kernel/ids.ts';
import * as registry from './index.ts';

const roles: readonly Role[] = ['owner', 'engineer', 'privacy', 'communicator', 'viewer', 'sender', 'deployer', 'system', 'public'];
const people = ['owner', 'engineer', 'privacy', 'communicator', 'viewer', 'deployer', 'system'];

/** Who may do what; everybody else is refused before the input is even read. */
const matrix: Readonly<Record<string, readonly string[]>> = {
  acceptInvitation: ['system'],
  addSource: ['owner', 'engineer', 'system'],
  changePassword: people,
  changeRole: ['owner'],
  changeShop: ['owner', 'engineer', 'system'],
  createOrganisation: ['system'],
  importPeople: ['owner', 'engineer', 'system'],
  invitePerson: ['owner'],
  makeKey: ['owner', 'engineer', 'system'],
  noteAccess: people,
  noteRefusedSignIn: ['system'],
  pinSender: ['owner', 'engineer', 'system'],
  registerShop: ['owner', 'engineer', 'system'],
  removePasskey: people,
  removePerson: ['owner'],
  removeSource: ['owner', 'engineer', 'system'],
  rescuePerson: ['system'],
  revokeKey: ['owner', 'engineer', 'system'],
  revokeSession: people,
  setSourceZone: ['owner', 'engineer', 'system'],
  setUp: ['system'],
  withdrawInvitation: ['owner'],
};

const verbs = Object.entries(registry).flatMap(([name, value]) => ('permission' in value ? [[name, value] as const] : []));

test('every verb of the registry stands in the matrix', () => {
  expect(verbs.map(([name]) => name).sort()).toEqual(Object.keys(matrix).sort());
});

test.each(verbs)('%s: allowed to its roles only', async (name, verb) => {
  for (const role of roles) {
    const scope = {
      house: absent<House>('house'),
      org: makeId('org', 0, new Uint8Array(16)),
      actor: { kind: 'person', id: 'x', role },
    } as const;
    const nothing = {} as never;
    await expect(verb(scope, nothing), role).rejects.toMatchObject({
      code: matrix[name]?.includes(role) ? 'INPUT_INVALID' : 'NOT_ALLOWED',
    });
  }
});
