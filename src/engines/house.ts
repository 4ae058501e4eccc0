import type { CaseId, CheckId, IncidentId, OrgId, ShopId } from '#kernel/ids.ts';
import type { IncidentBrief, IncidentsAsked, Wording } from '#kernel/incident-brief.ts';
import type { MoneyAtRisk, RiskTime } from '#kernel/money-at-risk.ts';
import type { AffectedPerson, CaseBrief, PersonCard, TouchedRecord } from '#kernel/people.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import type { AdvisoryFiles } from './advisories/types.ts';
import type { Artifacts } from './artifacts/types.ts';
import type { Browser } from './browser/types.ts';
import type { Clock, Random } from './clock/types.ts';
import type { Resolver } from './dns/types.ts';
import type { PublishedFiles } from './files/types.ts';
import type { Geo } from './geo/types.ts';
import type { HttpClient } from './http/types.ts';
import type { Jobs } from './jobs/types.ts';
import type { Journeys } from './journeys/types.ts';
import type { Log } from './log/types.ts';
import type { Mailer } from './mail/types.ts';
import type { Pusher } from './push/types.ts';
import type { Secrets } from './secrets/types.ts';
import type { SftpReader } from './sftp/types.ts';
import type { SqlReader } from './sql/types.ts';
import type { State } from './state/types.ts';
import type { Telemetry } from './telemetry/types.ts';
import type { Wire } from './wire/types.ts';

/** Every engine of one running Shopbell, as a plain object that is handed on explicitly. */
export interface House {
  readonly state: State;
  readonly telemetry: Telemetry;
  readonly jobs: Jobs;
  readonly mailer: Mailer;
  readonly push: Pusher;
  readonly browser: Browser;
  readonly journeys: Journeys;
  readonly http: HttpClient;
  readonly resolver: Resolver;
  readonly wire: Wire;
  readonly sql: SqlReader;
  readonly sftp: SftpReader;
  readonly geo: Geo;
  readonly secrets: Secrets;
  readonly artifacts: Artifacts;
  readonly advisories: AdvisoryFiles;
  /** Pages that survive our own outage: any web server can serve them. */
  readonly published: PublishedFiles;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly ports: Ports;
  /** The address at which people reach this Shopbell, without a trailing slash. */
  readonly publicUrl: string;
  /** Whom mail to the organisation's own people comes from; `null` when nothing says a real domain: then the shop's contact. */
  readonly mailFrom: string | null;
  /** The domain at which mail to this Shopbell itself is received; `null`: none is. */
  readonly mailDomain: string | null;
}

/** A provider says itself that it has trouble. */
export interface ProviderHint {
  readonly check: CheckId;
  /** Who says so, and what, in one line. */
  readonly says: string;
  /** When it was noticed. */
  readonly since: Date;
}

/** One version of a notice as it was written. */
export interface NoticeText {
  readonly notice: string;
  readonly version: number;
  readonly released: boolean;
  readonly hash: string;
  /** BCP 47. */
  readonly language: string;
  readonly subject: string;
  /** The letter as plain text, with `{name}` and `{code}` where each reader's own stand. */
  readonly text: string;
  readonly content: unknown;
}

/** What one step needs to read from another, wired by the app so that no step imports another. */
export interface Ports {
  /** The records that an incident's signals touched, in batches (detect answers). */
  touchedRecords(org: OrgId, incident: IncidentId): AsyncIterable<readonly TouchedRecord[]>;
  /** Who is behind records: asks the shop's directory, for these records only (registry answers). Records it does not know are in `unknown`. */
  resolvePeople(
    org: OrgId,
    shop: string,
    records: readonly TouchedRecord[],
  ): Promise<{ readonly people: ReadonlyMap<string, PersonCard>; readonly unknown: readonly string[] }>;
  /** What a case states, as far as a notice needs it (decide answers). Throws NOT_FOUND. */
  caseBrief(org: OrgId, id: CaseId): Promise<CaseBrief>;
  /** The names of facts in a language, as people say them (decide answers). English where a language has none. */
  factWords(names: readonly string[], language: string): readonly string[];
  /** The people a case concerns, in batches, each still sealed with the case's key (decide answers). */
  affectedPeople(org: OrgId, id: CaseId): AsyncIterable<readonly AffectedPerson[]>;
  /** The texts written for the people of a case, every version, without anybody's data (tell answers). */
  noticeTexts?(org: OrgId, id: CaseId): Promise<readonly NoticeText[]>;
  /** Whether a code that a customer typed belongs to a letter of this shop (tell answers). `unknown` when it cannot be checked. */
  checkLetterCode(shop: string, code: string): Promise<'ours' | 'not-ours' | 'unknown'>;
  /** Host names that belong to a shop, each with everything under it (unmask answers). The shop's own address counts without it. */
  ownNames?(org: OrgId, shop: ShopId): Promise<readonly string[]>;
  /** What incidents of a shop cost it in orders that do not come, in their order (watch answers; kept for some seconds). Throws NOT_FOUND. */
  moneyAtRisk(org: OrgId, shop: ShopId, times: readonly RiskTime[]): Promise<readonly MoneyAtRisk[]>;
  /** Whether an address belongs to a shop that was proven to be its owner's, or stands on this very machine or network (inspect answers). Throws NOT_FOUND. */
  isControlled(org: OrgId, shop: ShopId, url: string): Promise<boolean>;
  /** Incidents of all shops, the oldest first, with what they cost as far as it can be read in time (respond answers). */
  incidents(org: OrgId, asked: IncidentsAsked, words: Wording): Promise<readonly IncidentBrief[]>;
  /** Where browsers of a shop's visitors may send their reports; `null` when the shop has no source of reports (intake answers). */
  reportsAddress?(org: OrgId, shop: ShopId): Promise<string | null>;
  /** What changed at a shop in a time, the last twenty, oldest first: releases, certificates, configuration, incidents, checks that failed (watch answers). */
  shopChanges(org: OrgId, shop: ShopId, from: Date, to: Date): Promise<readonly ShopChange[]>;
  /** What the providers of a shop say themselves right now, where it is trouble (watch answers). */
  providerHints(org: OrgId, shop: ShopId): Promise<readonly ProviderHint[]>;
}
