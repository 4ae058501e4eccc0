import type { Selectable } from 'kysely';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import type { Id } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import type { RegistryTables } from './tables.ts';
import { type Shop, type Source, sourceKinds } from './types.ts';

/** An id that our own rows hold: anything else in its column is a defect. */
export function storedId<P extends string>(prefix: P, text: string): Id<P> {
  if (!isId(prefix, text)) throw new Error(`the stored id ${text} is not a ${prefix}`);
  return text;
}

export function shopOf(row: Selectable<RegistryTables['shops']>): Shop {
  return {
    id: storedId('shop', row.shop_id),
    org: storedId('org', row.org_id),
    name: row.name,
    url: row.url,
    platform: row.platform,
    allowPrivate: row.allow_private,
    timeZone: row.time_zone,
    country: row.country,
    contact: contactOf(row.contact),
    privacyContact: row.privacy_contact,
    directoryUrl: row.directory_url,
  };
}

/** Before the mail address was asked for apart, a postal one could stand in its place: it is what it is, and no letter comes from it. */
function contactOf(stored: Shop['contact']): Shop['contact'] {
  if (stored.address === '' || isMailAddress(stored.address)) return stored;
  return { ...stored, address: '', postal: stored.postal ?? stored.address };
}

export function sourceOf(row: Selectable<RegistryTables['sources']>): Source {
  return {
    id: storedId('src', row.source_id),
    org: storedId('org', row.org_id),
    shop: storedId('shop', row.shop_id),
    kind: sourceKinds.find((kind) => kind === row.kind) ?? 'file',
    name: row.name,
    path: row.path,
    certificate: row.certificate,
    timeZone: row.time_zone,
  };
}
