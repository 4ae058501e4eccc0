import { IntlMessageFormat } from 'intl-messageformat';
import type { Finding } from './finding.ts';
import en from './messages/en.json' with { type: 'json' };

type Told = Pick<Finding, 'rule' | 'succeeded' | 'facts'>;

/** The message key of a finding's title: one sentence for an owner, filled with the finding's facts. */
export function titleKeyOf(finding: Told): string {
  const variant =
    finding.rule === 'enumeration' && finding.succeeded === 'unknown'
      ? 'unclear'
      : finding.rule === 'stuffing' && finding.succeeded === 'yes'
        ? 'taken'
        : finding.rule === 'known-attack' && finding.succeeded === 'yes'
          ? 'worked'
          : 'title';
  return `detect.rule.${finding.rule}.${variant}`;
}

/** The message key of why the rule rang. */
export function whyKeyOf(finding: Pick<Finding, 'rule'>): string {
  return `detect.rule.${finding.rule}.why`;
}

/** The title in English, for the ledger and the command line. */
export function titleOf(finding: Told): string {
  return inEnglish(titleKeyOf(finding), finding.facts);
}

/** A message of this room in English. */
export function inEnglish(key: string, values: Finding['facts']): string {
  const messages: Readonly<Record<string, string>> = en;
  return String(new IntlMessageFormat(messages[key] ?? key, 'en').format({ ...values }));
}
