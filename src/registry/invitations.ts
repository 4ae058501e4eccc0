import type { House } from '#engines/house.ts';
import { equalDigests } from '#engines/identity/equal-digests.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { Sealed } from '#kernel/sealed.ts';
import { type InvitationToken, readInvitation } from './invitation-token.ts';
import { storedId } from './store.ts';
import { registryTables } from './tables.ts';
import type { PersonRole } from './types.ts';

export interface OpenInvitation {
  readonly invitation: `inv_${string}`;
  readonly role: PersonRole;
  readonly email: string;
  readonly expiresAt: Date;
}

/** Throws INVITATION_CLOSED when the text is no invitation's. */
export function requireInvitationToken(token: string): InvitationToken {
  const read = readInvitation(token);
  if (!read) throw new ShopbellError('INVITATION_CLOSED');
  return read;
}

/** The open invitation behind a token, its row locked. Throws INVITATION_CLOSED. */
export async function findInvitation(house: Pick<House, 'secrets'>, db: Tx, token: InvitationToken, now: Date): Promise<OpenInvitation> {
  const row = await registryTables(db)
    .selectFrom('invitations')
    .selectAll()
    .where('invitation_id', '=', token.invitation)
    .forUpdate()
    .executeTakeFirst();
  const right = equalDigests(row?.hash ?? '0'.repeat(64), token.hash);
  if (!row || !right || row.ended_at !== null || row.expires_at <= now) throw new ShopbellError('INVITATION_CLOSED');
  const email = house.secrets.open(token.org, row.email as Sealed, 'reach-own-people');
  return { invitation: token.invitation, role: row.role, email, expiresAt: row.expires_at };
}

/** The organisation's open invitations, for those who manage its people. */
export async function listInvitations(house: Pick<House, 'secrets'>, db: Tx, now: Date): Promise<OpenInvitation[]> {
  const rows = await registryTables(db)
    .selectFrom('invitations')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    invitation: storedId('inv', row.invitation_id),
    role: row.role,
    email: house.secrets.open(storedId('org', row.org_id), row.email as Sealed, 'reach-own-people'),
    expiresAt: row.expires_at,
  }));
}
