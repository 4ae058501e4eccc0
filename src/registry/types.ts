import type { Role } from '#kernel/event.ts';
import type { OrgId, ShopId, SourceId } from '#kernel/ids.ts';

/** A shop as every step needs it. */
export interface Shop {
  readonly id: ShopId;
  readonly org: OrgId;
  readonly name: string;
  /** Origin with scheme, without a trailing slash: `https://shop.example`. */
  readonly url: string;
  /** Names a data map in `data/datamaps`: `generic`, `woocommerce`, `magento`, `shopware`, `prestashop`, `vendure`, `medusa`, `practice`. */
  readonly platform: string;
  /** Whether checks may reach private and loopback addresses for this shop. */
  readonly allowPrivate: boolean;
  /** IANA zone, e.g. `Europe/Warsaw`. */
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2 of the establishment: chooses authority and regime. */
  readonly country: string;
  /** `address` is the mail address that a person reads: letters to customers come from it. '' for a shop from before that was asked. */
  readonly contact: { readonly name: string; readonly address: string; readonly phone: string; readonly postal?: string };
  /** Data-protection officer or other contact point. */
  readonly privacyContact: { readonly name: string; readonly address: string };
  /** Where detect and decide ask who is behind a record; `null` when the shop has no directory. */
  readonly directoryUrl: string | null;
}

export const sourceKinds = ['file', 'http', 'otlp', 'reports', 'syslog'] as const;
type SourceKind = (typeof sourceKinds)[number];

/** Where telemetry comes from. */
export interface Source {
  readonly id: SourceId;
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly kind: SourceKind;
  readonly name: string;
  /** Path of the file that is followed, for kind `file`. */
  readonly path: string | null;
  /** SHA-256 of the certificate that its sender must show, 64 lower-case hexadecimal digits, for kind `syslog`; `null`: its token is enough. */
  readonly certificate: string | null;
  /** IANA zone of times in its lines that name none; `null`: UTC. */
  readonly timeZone: string | null;
}

/** The roles that a person can have in an organisation. */
export type PersonRole = Exclude<Role, 'system' | 'public' | 'sender' | 'deployer' | 'assessor'>;
export const personRoles: readonly PersonRole[] = ['owner', 'engineer', 'privacy', 'communicator', 'viewer'];

/** What a key may do: send telemetry, look at results, set what is checked, or keep cases. */
export const keyPermissions = ['send-telemetry', 'look', 'set-checks', 'decide'] as const;
export type KeyPermission = (typeof keyPermissions)[number];

/** Who stands behind a presented API key. */
export interface KeyHolder {
  readonly org: OrgId;
  readonly key: string;
  /** The only shop the key speaks for, or `null` for any of the organisation. */
  readonly shop: ShopId | null;
  readonly source: SourceId | null;
  readonly role: Role;
  readonly permissions: readonly KeyPermission[];
}
