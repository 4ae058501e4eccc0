import { timingSafeEqual } from 'node:crypto';
import type { Scope } from '#engines/verb.ts';
import type { OrgId } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';

type Signer = Pick<Scope, 'house' | 'org'>;

/** The signature that a page's link carries: only this Shopbell can make it, and only for this page. */
function pageToken({ house, org }: Signer, page: string): string {
  return house.secrets.mac(org, 'respond.page-link', page);
}

export function isPageToken(signer: Signer, page: string, token: string): boolean {
  const expected = Buffer.from(pageToken(signer, page));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Where the receiver of a page says “I have it”. */
export function pageLink(signer: Signer, page: string): string {
  return `${signer.house.publicUrl}/p/respond/answer/${signer.org}/${page}/${pageToken(signer, page)}`;
}

/** The organisation that a link names, if it has the shape of one. */
export function readOrg(text: string): OrgId | null {
  return isId('org', text) ? text : null;
}
