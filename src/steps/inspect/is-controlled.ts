import { classifyAddress } from '#engines/http/address-policy.ts';
import type { Shop } from '#registry/types.ts';
import type { InspectSettings } from './store.ts';

/** Whether more may be done than any visitor does: control was proven, or the shop is on this very machine or network, by the owner’s word. */
export function isControlled(shop: Shop, settings: InspectSettings): boolean {
  if (settings.controlledAt !== null) return true;
  const host = new URL(shop.url).hostname.replace(/^\[|\]$/g, '');
  const isAddress = /^[\d.]+$|:/.test(host);
  return shop.allowPrivate && (host === 'localhost' || (isAddress && classifyAddress(host) === 'private'));
}
