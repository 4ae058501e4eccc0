import { IntlMessageFormat } from 'intl-messageformat';
import type { Finding } from './finding.ts';
import en from './messages/en.json' with { type: 'json' };

type Told = Pick<Finding, 'rule' | 'succeeded' | 'facts' | 'touched'>;

const messages: Readonly<Record<string, string>> = en;

/**
 * The message key of a finding's title: one sentence that an owner understands at night. It becomes the subject of mails,
 * so it holds nothing that a growing signal outdates: numbers and routes have fields of their own.
 */
export function titleKeyOf(finding: Told): string {
  const key = `detect.rule.${finding.rule}.${variantOf(finding)}`;
  return key in messages ? key : `detect.rule.${finding.rule}.title`;
}

/** Rules whose sentences differ by how it happened. */
const TOLD_BY_HOW: ReadonlySet<string> = new Set(['honey-customer', 'exfiltration', 'database-read']);

function variantOf({ rule, succeeded, facts, touched }: Told): string {
  if (rule === 'enumeration' && facts.learned === 'unknown') return 'unnamed';
  if (rule === 'enumeration' && succeeded === 'unknown') return 'unclear';
  if (rule === 'enumeration' && facts.how === 'foreign') return 'foreign';
  if (rule === 'enumeration' && touched.length > 0 && touched.every((one) => one.kind === 'order')) return 'orders';
  if (rule === 'bulk-export' && isPaged(facts)) return succeeded === 'unknown' ? 'paged-unclear' : String(facts.how);
  if (rule === 'bulk-export' && succeeded === 'unknown') return 'unclear';
  if (rule === 'bulk-export' && isRegular(facts)) return 'unusual';
  if (rule === 'stuffing' && facts.scope === 'account') return succeeded === 'yes' ? 'account-taken' : 'account';
  if (rule === 'stuffing' && succeeded === 'yes') return 'taken';
  if (rule === 'known-attack' && succeeded === 'yes') return 'worked';
  if (rule === 'own-rule' && 'expensive' in facts) return 'expensive';
  if (TOLD_BY_HOW.has(rule)) return String(facts.how);
  if (rule === 'personal-data' && isElsewhere(facts))
    return SECRETS.has(String(facts.kind)) ? `${facts.where}-secret` : String(facts.where);
  return rule === 'dump-taken' || rule === 'personal-data' ? String(facts.kind) : 'title';
}

const SECRETS: ReadonlySet<string> = new Set(['password', 'token', 'private-key']);

/** Whether personal data stood in an answer or a queue; a signal of old tells no place and is of a log. */
function isElsewhere({ where }: Finding['facts']): boolean {
  return where === 'answer' || where === 'queue';
}

/** Whether a regular exporter is told of; see judge-export.ts. */
function isRegular(facts: Finding['facts']): boolean {
  return facts.because !== undefined && facts.because !== 'new';
}

function isPaged({ how }: Finding['facts']): boolean {
  return how === 'page-size' || how === 'page-walk';
}

/** The message key of why the rule rang. */
export function whyKeyOf({ rule, facts }: Pick<Finding, 'rule' | 'facts'>): string {
  if (rule === 'own-rule' && 'seconds' in facts) return 'detect.rule.own-rule.slow.why';
  if (rule === 'own-rule' && 'expensive' in facts) return 'detect.rule.own-rule.expensive.why';
  if (TOLD_BY_HOW.has(rule)) return `detect.rule.${rule}.${facts.how}.why`;
  if (rule === 'personal-data' && isElsewhere(facts)) return `detect.rule.personal-data.${facts.where}.why`;
  if (rule === 'enumeration' && facts.learned !== undefined && facts.how !== 'scattered') return 'detect.rule.enumeration.learned.why';
  if (rule === 'enumeration' && (facts.how === 'scattered' || facts.how === 'foreign')) return `detect.rule.enumeration.${facts.how}.why`;
  if (rule === 'bulk-export' && isPaged(facts)) return `detect.rule.bulk-export.${facts.how}.why`;
  if (rule === 'bulk-export' && facts.how === 'large-answers') return 'detect.rule.bulk-export.large.why';
  if (rule === 'bulk-export' && facts.how === 'graphql-walk') return 'detect.rule.bulk-export.graphql-walk.why';
  if (rule === 'bulk-export' && facts.rows !== undefined) return 'detect.rule.bulk-export.told.why';
  if (rule === 'bulk-export' && isRegular(facts)) return `detect.rule.bulk-export.${facts.because}.why`;
  if (rule === 'card-testing' && facts.scope === 'population') return 'detect.rule.card-testing.population.why';
  if (rule === 'stuffing' && (facts.scope === 'account' || facts.how === 'unknown-names'))
    return `detect.rule.stuffing.${facts.scope === 'account' ? 'account' : facts.how}.why`;
  return rule === 'own-rule' && 'peak' in facts ? 'detect.rule.own-rule.counted.why' : `detect.rule.${rule}.why`;
}

/** The title in English, for the ledger and the command line. */
export function titleOf(finding: Told): string {
  return inEnglish(titleKeyOf(finding), finding.facts);
}

/** A message of this room in English. */
export function inEnglish(key: string, values: Finding['facts']): string {
  return String(new IntlMessageFormat(messages[key] ?? key, 'en').format({ ...values }));
}
