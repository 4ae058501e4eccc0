import type { Secrets } from '#engines/secrets/types.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import type { SubscriberId } from './store.ts';

type TokenUse = 'confirm' | 'leave';

/**
 * The secret of a subscriber's link: derived from the id under the organisation's key, so that a mail that is sent again carries the same.
 * It begins with the organisation's id, so that a link works when the page has another address or none any more.
 */
export function subscriberToken(secrets: Secrets, org: OrgId, use: TokenUse, subscriber: SubscriberId): string {
  return `${org}.${secrets.mac(org, `status-${use}`, subscriber)}`;
}

/** Whose link it is; `null` when it cannot be one. */
export function orgOfToken(token: string): OrgId | null {
  const org = token.slice(0, token.indexOf('.'));
  return isId('org', org) && token.length <= MOST_TOKEN ? org : null;
}

const MOST_TOKEN = 120;

/** What is stored of it: enough to find its subscriber, useless to write one. */
export function hashOfSubscriberToken(secrets: Secrets, org: OrgId, token: string): string {
  return secrets.mac(org, 'status-token-hash', token);
}

/** Equal for one browser and one shop. */
export function hashOfEndpoint(secrets: Secrets, org: OrgId, shop: string, endpoint: string): string {
  return secrets.mac(org, 'status-endpoint', `${shop} ${endpoint}`);
}

/** Equal for one address of one shop, however it is written in capitals. */
export function hashOfAddress(secrets: Secrets, org: OrgId, shop: string, address: string): string {
  return secrets.mac(org, 'status-address', `${shop} ${address.normalize('NFC').toLowerCase()}`);
}
