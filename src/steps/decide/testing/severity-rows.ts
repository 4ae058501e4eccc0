import { assessSeverity } from '../checks/assess-severity.ts';
import type { CaseCategory, FactName } from '../checks/fact-table.ts';
import type { Facts, FactValue } from '../checks/facts.ts';
import type { SeverityTable } from '../tables.ts';
import { known } from './any-facts.ts';

/** What each kind of data scores alone, and what each insight makes of its class: written down from the methodology, not from our table. */
const contexts: readonly (readonly [CaseCategory, FactName | null, string, number])[] = [
  ...(['name', 'email', 'phone', 'postal-address', 'birth-date', 'photo', 'pseudonym', 'contract-details'] as const).map(
    (one) => [one, null, '', 1] as const,
  ),
  ...(['national-id', 'identity-document', 'job-application'] as const).map((one) => [one, null, '', 2] as const),
  ...(['order-contents', 'account-behaviour', 'preferences', 'location', 'message-contents', 'password', 'password-hash'] as const).map(
    (one) => [one, null, '', 2] as const,
  ),
  ['ip-address', null, '', 1],
  ['payment-card', null, '', 4],
  ['bank-account', null, '', 2],
  ['pay-data', null, '', 3],
  ['transactions', null, '', 3],
  ['health-inference', null, '', 3],
  ['health', null, '', 4],
  ['special-category', null, '', 4],
  ...(['ordinary', 'social-status', 'sensitive-belief', 'safety'] as const).map(
    (step, i) => ['name', 'simpleInsight', step, 1 + i] as const,
  ),
  ...(['little', 'ordinary', 'daily-life', 'sensitive'] as const).map(
    (step, i) => ['order-contents', 'behaviouralInsight', step, 1 + i] as const,
  ),
  ...(['none', 'some', 'ordinary', 'full'] as const).map((step, i) => ['transactions', 'financialInsight', step, 1 + i] as const),
  ...(['full', 'assumptions', 'general', 'none'] as const).map((step, i) => ['health', 'sensitiveInsight', step, 4 - i] as const),
  // The class of each kind shows by the insight that it listens to.
  ...(['email', 'phone', 'postal-address', 'birth-date', 'photo', 'pseudonym', 'contract-details'] as const).map(
    (one) => [one, 'simpleInsight', 'safety', 4] as const,
  ),
  ...(['national-id', 'identity-document', 'job-application'] as const).map((one) => [one, 'simpleInsight', 'safety', 4] as const),
  ...(['account-behaviour', 'preferences', 'location', 'message-contents', 'ip-address', 'password', 'password-hash'] as const).map(
    (one) => [one, 'behaviouralInsight', 'sensitive', 4] as const,
  ),
  ...(['payment-card', 'bank-account', 'pay-data'] as const).map((one) => [one, 'financialInsight', 'none', 1] as const),
  ...(['health-inference', 'special-category'] as const).map((one) => [one, 'sensitiveInsight', 'none', 1] as const),
];

/** How well each set of identifiers points to one person. */
const levels: readonly (readonly [readonly CaseCategory[], number])[] = [
  ...(['email', 'phone', 'postal-address', 'birth-date', 'national-id', 'identity-document', 'photo', 'bank-account'] as const).map(
    (one) => [['name', one], 1] as const,
  ),
  [['name', 'health'], 1],
  [['name', 'special-category'], 1],
  [['name', 'transactions'], 1],
  [['name', 'pay-data'], 1],
  [['identity-document'], 1],
  [['job-application'], 1],
  ...(
    [
      'photo',
      'national-id',
      'email',
      'phone',
      'postal-address',
      'bank-account',
      'payment-card',
      'message-contents',
      'contract-details',
    ] as const
  ).map((one) => [[one], 0.75] as const),
  [['name'], 0.5],
  [['name', 'order-contents'], 0.5],
  [['pseudonym'], 0.25],
  [['ip-address'], 0.25],
];

const circumstances = {
  confidentiality: { none: 0, exposed: 0, 'known-recipients': 0.25, 'unknown-recipients': 0.5 },
  integrity: { none: 0, 'altered-unused': 0, 'altered-recoverable': 0.25, 'altered-for-good': 0.5 },
  availability: { none: 0, 'easily-restored': 0, temporary: 0.25, lost: 0.5 },
  malicious: { no: 0, yes: 0.5 },
} as const;

/** What the table says otherwise than the methodology, a line each; empty when all is as it must be. Pure. */
export function severityDifferences(table: SeverityTable): string[] {
  const factor = (facts: Facts, name: string) => assessSeverity(facts, table).factors.find((one) => one.factor === name);
  const tell = (what: string, found: { readonly low: number; readonly high: number } | undefined, must: number) =>
    found?.low === must && found.high === must ? [] : [`${what}: ${found?.low} to ${found?.high}, must be ${must}`];
  const bare = { subgroups: known([]), encryption: known('none'), passwordProtection: known('plain') };
  return [
    ...contexts.flatMap(([category, insight, step, must]) =>
      tell(
        `${category} ${step}`,
        factor({ ...bare, categories: known([category]), ...(insight === null ? {} : { [insight]: known(step) }) }, 'dpc'),
        must,
      ),
    ),
    ...levels.flatMap(([set, must]) => tell(set.join('+'), factor({ ...bare, categories: known([...set]) }, 'ei'), must)),
    ...tell('encrypted', factor({ ...bare, categories: known(['name', 'email']), encryption: known('intact') }, 'ei'), 0.25),
    ...Object.entries(circumstances).flatMap(([name, rows]) =>
      Object.entries(rows).flatMap(([choice, must]) => tell(`${name} ${choice}`, factor({ [name]: known(choice) }, name), must)),
    ),
    ...bandDifferences(table),
  ];
}

/** The bands at both sides of each limit, and the flags. */
function bandDifferences(table: SeverityTable): string[] {
  const score = (ei: number, c: FactValue, malicious: FactValue): Facts => ({
    ...{ categories: known(['health']), sensitiveInsight: known('full'), identifiability: known(ei), encryption: known('none') },
    ...{ confidentiality: known(c), integrity: known('none'), availability: known('none'), malicious: known(malicious) },
    people: known({ atLeast: 101, atMost: 101 }),
  });
  const rows = [
    [score(0.25, 'unknown-recipients', 'no'), 1.5, 'low'],
    [score(0.25, 'known-recipients', 'yes'), 1.75, 'low'],
    [score(0.5, 'none', 'no'), 2, 'medium'],
    [score(0.5, 'known-recipients', 'yes'), 2.75, 'medium'],
    [score(0.75, 'none', 'no'), 3, 'high'],
    [score(0.75, 'known-recipients', 'yes'), 3.75, 'high'],
    [score(1, 'none', 'no'), 4, 'very-high'],
  ] as const;
  const bands = rows.flatMap(([facts, must, band]) => {
    const found = assessSeverity(facts, table);
    return found.low === must && found.band === band ? [] : [`${must}: ${found.low} ${found.band}, must be ${band}`];
  });
  const flagsOf = (people: number, encryption: string) =>
    assessSeverity({ people: known({ atLeast: people, atMost: people }), encryption: known(encryption) }, table).flags.join();
  const flags = [flagsOf(100, 'none'), flagsOf(101, 'none'), flagsOf(1, 'intact')].join(' / ');
  return flags === ' / many-people / unintelligible' ? bands : [...bands, `flags: ${flags}`];
}
