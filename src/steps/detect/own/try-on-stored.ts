import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import type { CompiledCorrelation, CompiledRule, Lists, RuleFile } from '#sigma/index.ts';
import { detectInArea } from '../detect-in-area.ts';
import { type Finding, nothingUsual } from '../finding.ts';
import { nothingKnown } from '../knowledge.ts';
import { findKnownAttacks } from '../rules/known-attacks.ts';
import { findByOwnRules } from '../rules/own-rules.ts';
import { describeRule, type RuleUse } from '../sigma/describe-rule.ts';
import { composeRules, isTold } from './compose-rules.ts';

/** Where a rule of a text looks and what that costs; a correlation counts other rules. */
export interface Use extends Pick<RuleUse, 'source' | 'search'> {
  readonly title: string;
  readonly counts: boolean;
}

/** What a text would have done in the days before: findings it would have raised, findings it would have kept silent. */
export interface Trial {
  readonly raised: readonly Finding[];
  readonly silenced: readonly Finding[];
  readonly uses: readonly Use[];
}

/** How far back a rule in shadow is tried. */
const TRIAL_DAYS = 7;

/** Tries one text beside the rules that are on, over what is stored of the days before `now`. Only reads. */
export async function tryOnStored(
  at: { readonly telemetry: Telemetry; readonly org: OrgId; readonly shop: string; readonly now: Date },
  tried: RuleFile,
  on: readonly RuleFile[],
  lists: Lists,
): Promise<Trial> {
  const span = { from: new Date(at.now.getTime() - TRIAL_DAYS * DAY), to: at.now };
  const base = { telemetry: at.telemetry, org: at.org, shop: at.shop, span, usual: nothingUsual };
  const others = on.filter((file) => file.name !== tried.name);
  const set = composeRules([...others, tried], lists);
  const own = [...set.rules, ...set.correlations].filter((one) => one.file === tried.name);
  const keys = new Set(own.map((one) => one.key));
  const uses = own.map(useOf);
  // The others are there to be named by it; they need not speak.
  const alone = { ...set, rules: set.rules.map((rule) => (keys.has(rule.key) ? rule : { ...rule, speaks: false })) };
  const area = { ...base, knowledge: { ...nothingKnown, lists, rules: alone } };
  const mine = (finding: Finding): boolean => finding.rule === 'own-rule' && keys.has(finding.subject.split(' ')[0] ?? '');
  const raised = keys.size === 0 ? [] : [...(await findKnownAttacks(area)), ...(await findByOwnRules(area))].filter(mine);
  const hasFilter = /^filter:/m.test(tried.text);
  if (!hasFilter) return { raised, silenced: [], uses };
  const before = await detectInArea({ ...base, knowledge: { ...nothingKnown, lists, rules: composeRules(others, lists) } });
  return { raised, silenced: before.filter((finding) => !isTold(set, finding)), uses };
}

function useOf(one: CompiledRule | CompiledCorrelation): Use {
  const { title } = one.rule;
  if (one.kind === 'correlation') return { title, counts: true, source: null, search: null };
  const { source, search } = describeRule(one);
  return { title, counts: false, source, search };
}
