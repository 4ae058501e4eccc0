import type { ColumnType, Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { Id, ShopId, SignalId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { DataCategory } from '#kernel/people.ts';
import type { PeopleCount } from './checks/judge-groups.ts';
import type { CopyState } from './events.ts';
import type { Finding, Selection } from './finding.ts';
import type { HoneyMarks } from './honey/honey.ts';
import type { ShopApiName } from './honey/shops/shop-api.ts';
import type { RuleName } from './rule-traits.ts';

type Json<T> = ColumnType<T, string, string>;

export type SignalTable = {
  org_id: string;
  id: SignalId;
  shop_id: ShopId;
  rule: RuleName;
  subject: string;
  key: string;
  title: string;
  level: Severity;
  succeeded: 'yes' | 'no' | 'unknown';
  attack: string;
  actor: Json<Finding['actor']>;
  selection: Json<Selection>;
  reads: Json<Selection> | ColumnType<null, null, null>;
  first_seen: Date;
  last_seen: Date;
  count: number;
  touched: Json<Finding['touched']>;
  categories: DataCategory[];
  evidence: Json<Finding['evidence']>;
  facts: Json<Finding['facts']>;
  raised_at: Date;
  grew_at: Date;
  feedback: 'real' | 'false' | 'normal' | null;
  feedback_by: string | null;
  feedback_at: Date | null;
};

export type RuleTable = {
  org_id: string;
  id: Id<'rule'>;
  shop_id: ShopId;
  title: string;
  text: string;
  state: 'shadow' | 'on' | 'off';
  from_signal: SignalId | null;
  file: ColumnType<string | null, string | null | undefined, string | null>;
  made_by: string;
  made_at: Date;
  changed_at: Date;
};

export type HoneyTable = {
  org_id: string;
  id: Id<'honey'>;
  shop_id: ShopId;
  place: string;
  domain: string;
  /** A `HoneyCard`, sealed. */
  card: string;
  marks: Json<HoneyMarks>;
  made_by: string;
  made_at: Date;
  placed_at: Date | null;
  retired_at: Date | null;
};

/** A shop's own access that may write, for honey customers alone. */
export type ShopWriterTable = {
  org_id: string;
  shop_id: ShopId;
  api: ShopApiName;
  settings: Json<Readonly<Record<string, string>>>;
  secrets: string;
  added_by: string;
  added_at: Date;
};

export type HoneyCopyTable = {
  org_id: string;
  honey_id: Id<'honey'>;
  api: ShopApiName;
  state: 'putting' | 'removing' | CopyState;
  numbers: string;
  done: Json<readonly string[]>;
  reason: string;
  begun_at: Date;
  ended_at: Date | null;
};

/** What a known signal has to say once its pause is over. */
export interface Owed {
  readonly known: SignalId;
  readonly finding: Finding;
}

type DetectTables = {
  detect_passes: {
    org_id: string;
    shop_id: string;
    watermark: Date;
    fingerprint: string;
    lease_holder: string | null;
    lease_until: Date | null;
    passed_at: Date | null;
    owing: ColumnType<readonly Owed[], string | undefined, string>;
  };
  detect_signals: SignalTable;
  detect_rules: RuleTable;
  detect_honeys: HoneyTable;
  detect_people_counts: { org_id: string; signal_id: SignalId; asked_at: Date; result: Json<PeopleCount> };
  detect_rule_costs: {
    org_id: string;
    shop_id: ShopId;
    key: string;
    day: ColumnType<Date | string, string, string>;
    title: string;
    judged: ColumnType<string, number, number>;
    matched: ColumnType<string, number, number>;
    ms: number;
    stopped: boolean;
  };
  detect_shop_writers: ShopWriterTable;
  detect_honey_copies: HoneyCopyTable;
  detect_lists: { org_id: string; shop_id: ShopId; name: string; items: string[]; changed_at: Date };
};

/** This step's tables, typed, on any connection. */
export function detectTables(db: Db): Kysely<DetectTables> {
  return db.withTables<DetectTables>();
}
