import { ruleFiles } from '#engines/data/rule-files.ts';
import { type Lists, makeEvent, matchEvent, type RuleFile, type RuleProblem, type RuleSet, readRules } from '#sigma/index.ts';
import type { Finding } from '../finding.ts';
import { ruleNames } from '../rule-traits.ts';

/**
 * Every finding is an event too, of the log source `product: shopbell, service: finding`, and each kind of finding is a rule by its own
 * name. So a filter can say of anything that Shopbell tells that it is normal here.
 */
const FINDINGS: RuleFile = {
  name: 'findings',
  text: ruleNames
    .map((name) =>
      JSON.stringify({
        title: name,
        name,
        logsource: { product: 'shopbell', service: 'finding' },
        detection: { finding: { rule: name }, condition: 'finding' },
      }),
    )
    .join('\n---\n'),
};

/** Bundled and own rules as one set, so that own filters and correlations can name bundled ones; `problems` are those of the own files. */
export function composeRules(own: readonly RuleFile[], lists: Lists): RuleSet {
  const bundled = ruleFiles().map(({ name, text }) => ({ name: `bundled/${name}`, text }));
  return readRules([FINDINGS, ...bundled, ...own], lists);
}

/** What is wrong with a text that somebody wants to add, beside the others. */
export function problemsOf(text: string, beside: readonly RuleFile[], lists: Lists, name: string): RuleProblem[] {
  return composeRules([...beside, { name, text }], lists).problems.filter((problem) => problem.file === name);
}

/** Whether a finding is told: no filter of the shop says that it is normal. */
export function isTold(set: RuleSet | null, finding: Finding): boolean {
  const rule = set?.rules.find((one) => one.key === finding.rule && one.rule.logsource.service === 'finding');
  return rule === undefined || matchEvent(rule.test, findingEvent(finding));
}

function findingEvent(finding: Finding): ReturnType<typeof makeEvent> {
  const { actor, facts } = finding;
  return makeEvent({
    rule: finding.rule,
    subject: finding.subject,
    level: finding.level,
    succeeded: finding.succeeded,
    count: finding.count,
    'c-ip': actor.address,
    addresses: actor.addresses ?? 1,
    'cs-user-agent': actor.agent,
    'shopbell.session': actor.session,
    'shopbell.account': actor.account,
    'shopbell.route': typeof facts.route === 'string' ? facts.route : undefined,
  });
}
