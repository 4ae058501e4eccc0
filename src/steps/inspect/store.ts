import type { ColumnType, Generated, Kysely } from 'kysely';
import type { Db, Tx } from '#engines/state/types.ts';
import type { FindingId, Id, OrgId, ShopId } from '#kernel/ids.ts';
import type { Evidence, Outcome, Severity } from '#kernel/outcome.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { Sent } from './account-look.ts';
import type { SbomTable } from './bills/tables.ts';
import type { Party } from './inspection.ts';
import type { PaysBy } from './inventory/payment-rules.ts';
import type { Decided, HeaderTable, VendorTable, VersionTable } from './inventory/tables.ts';
import type { VisitorHost } from './inventory/visitor-host.ts';
import type { NightTable } from './night/tables.ts';

type Json<T> = ColumnType<T, string, string>;
export type RunId = Id<'run'>;

/** How one check of one run came out, as it is kept. */
export interface KeptResult {
  readonly check: string;
  readonly outcome: Outcome;
  readonly text: string;
}

/** A picture of the payment page: where it was taken, and the artifact, whose name is its SHA-256. */
export interface KeptPicture {
  readonly url: string;
  readonly artifact: string;
}

type InspectTables = {
  inspect_domain_ages: {
    org_id: string;
    domain: string;
    registered_at: Date | null;
    certificate_at: Date | null;
    checked_at: Date;
  };
  inspect_runs: {
    org_id: string;
    run_id: RunId;
    shop_id: ShopId;
    url: string;
    depth: 'visitor' | 'owner';
    started_at: Date;
    finished_at: Date | null;
    elapsed_ms: number | null;
    ok: number | null;
    found: number | null;
    unknown: number | null;
    results: Json<KeptResult[] | null> | null;
    artifact: string | null;
    sent: Json<Sent[] | null> | null;
    pictures: Json<KeptPicture[] | null> | null;
  };
  inspect_findings: {
    org_id: string;
    finding_id: FindingId;
    shop_id: ShopId;
    check_id: string;
    key: string;
    severity: Severity;
    title: string;
    url: string;
    remedy: string;
    evidence: Json<readonly Evidence[]>;
    status: 'open' | 'gone';
    first_seen: Date;
    last_seen: Date;
    gone_at: Date | null;
  };
  inspect_scripts: {
    org_id: string;
    shop_id: ShopId;
    key: string;
    url: string;
    party: Party;
    hash: string;
    bytes: number;
    parent: string | null;
    first_seen: Date;
    last_seen: Date;
    present: boolean;
    authorised_hash: string | null;
    authorised_by: string | null;
    authorised_at: Date | null;
    reason: string | null;
    shape: ColumnType<string, string | undefined, string>;
    trust_changes: ColumnType<boolean, boolean | undefined, boolean>;
    returned_at: Date | null;
    gone_at: Date | null;
  } & Decided;
  inspect_script_versions: VersionTable;
  inspect_headers: HeaderTable;
  inspect_vendors: VendorTable;
  inspect_hosts: {
    org_id: string;
    shop_id: ShopId;
    host: string;
    first_seen: Date;
    last_seen: Date;
    authorised_by: string | null;
    authorised_at: Date | null;
    reason: string | null;
    looked: ColumnType<boolean, boolean | undefined, boolean>;
    visitors_first: Date | null;
    visitors_last: Date | null;
    visitors: Json<VisitorHost | null> | null;
  } & Decided;
  inspect_sboms: SbomTable;
  inspect_nights: NightTable;
  inspect_settings: {
    org_id: string;
    shop_id: ShopId;
    payment_page: string | null;
    journey: string | null;
    control_token: string | null;
    controlled_at: Date | null;
    test_accounts: Sealed | null;
    may_lock_test_account: Generated<boolean>;
    own_domains: Generated<string[]>;
    pays_by: PaysBy | null;
    psp_confirmed: ColumnType<boolean, boolean | undefined, boolean>;
  };
};

/** This room's tables, typed, on any connection. */
export function inspectTables(db: Db): Kysely<InspectTables> {
  return db.withTables<InspectTables>();
}

export interface InspectSettings {
  readonly paymentPage: string | null;
  /** A Playwright file that leads there. */
  readonly journey: string | null;
  readonly controlToken: string | null;
  readonly controlledAt: Date | null;
  /** Test accounts for inspections, sealed in one text. */
  readonly testAccounts: Sealed | null;
  /** Whether the owner agreed to several wrong passwords for the first of them. */
  readonly mayLock: boolean;
  /** Other domains that the owner holds. */
  readonly ownDomains: readonly string[];
  /** How card data reaches the payment service, as the owner says. */
  readonly paysBy: PaysBy | null;
  /** Whether the payment service confirmed in writing that its form withstands attacks by scripts. */
  readonly pspConfirmed: boolean;
}

export async function readSettings(db: Tx, org: OrgId, shop: string): Promise<InspectSettings> {
  const row = await inspectTables(db)
    .selectFrom('inspect_settings')
    .selectAll()
    .where('org_id', '=', org)
    .where('shop_id', '=', shop as ShopId)
    .executeTakeFirst();
  return {
    paymentPage: row?.payment_page ?? null,
    journey: row?.journey ?? null,
    controlToken: row?.control_token ?? null,
    controlledAt: row?.controlled_at ?? null,
    testAccounts: row?.test_accounts ?? null,
    mayLock: row?.may_lock_test_account ?? false,
    ownDomains: row?.own_domains ?? [],
    paysBy: row?.pays_by ?? null,
    pspConfirmed: row?.psp_confirmed ?? false,
  };
}
