import { createHash } from 'node:crypto';

const SHAPE = /^([0-9A-HJKMNP-TV-Z]{26})\.([0-9A-HJKMNP-TV-Z]{26})\.([A-Za-z0-9_-]{43})$/;

/** The text of an invitation's link: names the organisation and the invitation, so that no request searches across organisations. */
export function writeInvitation(org: string, invitation: string, secret: Uint8Array): { readonly token: string; readonly hash: string } {
  const tail = Buffer.from(secret).toString('base64url');
  return { token: `${org.slice(4)}.${invitation.slice(4)}.${tail}`, hash: createHash('sha256').update(tail).digest('hex') };
}

export interface InvitationToken {
  readonly org: `org_${string}`;
  readonly invitation: `inv_${string}`;
  readonly hash: string;
}

/** Null when the text is no invitation. */
export function readInvitation(token: string): InvitationToken | null {
  const match = SHAPE.exec(token);
  if (!match) return null;
  return {
    org: `org_${match[1] ?? ''}`,
    invitation: `inv_${match[2] ?? ''}`,
    hash: createHash('sha256')
      .update(match[3] ?? '')
      .digest('hex'),
  };
}
