import type { Limit, Regime, RegimeDutyRow } from '../regime-shape.ts';
import type { LawTables } from '../tables.ts';
import { conditionInWords } from './condition-in-words.ts';
import type { Condition } from './evaluate-condition.ts';

/** How a sheet says what the tables say. */
export interface SheetWords {
  /** A sentence of the law's tables. */
  readonly sentence: (english: string) => string;
  readonly condition: (condition: Condition, named: Readonly<Record<string, Condition>>) => string;
}

const english: SheetWords = { sentence: (text) => text, condition: (condition) => conditionInWords(condition) };

/**
 * Every rule of every law that is known, for a lawyer to check: what it says, on which facts, its source, our confidence in it (H, M, L),
 * its standing and the day it was read. Markdown. Pure.
 */
export function lawSheet(law: LawTables, said: SheetWords = english): string {
  const toCheck = law.regimes.map(
    (regime) =>
      `| [${regime.id}](#${anchor(regime)}) | ${regime.name} | ${regime.standing} | ${validity(regime)} | ${regime.read_on} | ${confidences(regime)} |`,
  );
  return `${[
    '| law | text | standing | holds | read on | confidence H / M / L |',
    '|---|---|---|---|---|---|',
    ...toCheck,
    '',
    ...riskSheet(law, said),
    ...law.regimes.flatMap((regime) => regimeSheet(regime, said)),
  ].join('\n')}\n`;
}

function anchor({ id, valid_from }: Regime): string {
  return `${id}-from-${valid_from}`;
}

function validity({ valid_from, valid_to }: Regime): string {
  return valid_to === undefined ? `from ${valid_from}` : `${valid_from} to ${valid_to}`;
}

function confidences(regime: Regime): string {
  const all = [regime.scope, ...regime.rules, ...regime.duties, ...regime.variants].map(({ confidence }) => confidence);
  return (['H', 'M', 'L'] as const).map((one) => all.filter((confidence) => confidence === one).length).join(' / ');
}

function riskSheet({ floors, severity }: LawTables, { sentence, condition }: SheetWords): string[] {
  const named = Object.entries(floors.named).map(([name, when]) => `- “${name}”: ${condition(when, floors.named)}`);
  const rules = floors.rules.map(
    (rule) =>
      `| ${rule.id} | ${rule.kind === 'floor' ? `floor: ${Object.keys(rule.gives).join(' and ')}` : `${rule.harm} harm is unlikely`} | ${sentence(rule.title)} | ${condition(rule.when, floors.named)} | ${rule.source} | ${rule.confidence} |`,
  );
  return [
    '## Risk, before any law is asked',
    '',
    `${severity.name}: SE = DPC × EI + CB; people are told from ${severity.people_from.toFixed(2)} where no floor decides (confidence ${severity.people_from_confidence}). ${severity.source}.`,
    '',
    'It is a breach when one of confidentiality, integrity and availability was touched and personal data is concerned. A risk is there unless each of the three harms is shown to be unlikely and no floor holds. A likely fact is enough for a floor, never for an “unlikely”.',
    '',
    ...named,
    '',
    '| rule | kind | what it says | when | source | confidence |',
    '|---|---|---|---|---|---|',
    ...rules,
    '',
  ];
}

function regimeSheet(regime: Regime, said: SheetWords): string[] {
  const { sentence } = said;
  const condition = (when: Condition) => said.condition(when, regime.named);
  const named = Object.entries(regime.named).map(([name, when]) => `- “${name}”: ${condition(when)}`);
  const rules = regime.rules.map(
    (rule) => `| ${rule.id} | ${sentence(rule.title)} | ${condition(rule.when)} | ${rule.source} | ${rule.confidence} |`,
  );
  return [
    `## ${regime.id} from ${regime.valid_from}`,
    '',
    `${regime.name}. Standing: **${regime.standing}**, ${validity(regime)}, read on ${regime.read_on}. Days are counted in ${regime.zone}${regime.holidays === undefined ? '' : `, working days without the holidays of ${regime.holidays}`}.`,
    ...(regime.note === undefined ? [] : ['', sentence(regime.note)]),
    '',
    `**Scope** (${regime.scope.confidence}): ${sentence(regime.scope.title)} ${capital(condition(regime.scope.when))}. While that is not known it ${regime.scope.unknown === 'applies' ? 'is taken to apply' : 'is asked'}. ${regime.scope.source}.`,
    '',
    ...named,
    ...(named.length > 0 ? [''] : []),
    ...(rules.length > 0 ? ['| rule | what it says | when | source | confidence |', '|---|---|---|---|---|', ...rules, ''] : []),
    '| duty | to | what | when | term | source | confidence |',
    '|---|---|---|---|---|---|---|',
    ...regime.duties.map((duty) => dutyLine(duty, said)),
    '',
    ...regime.variants.flatMap((variant) => [
      `- **${variant.place}** (${variant.standing}, ${variant.confidence}): ${sentence(variant.note)}${Object.entries(variant.limits)
        .map(([id, limits]) => ` ${id}: ${limits.map(limitInWords).join(', ')}.`)
        .join('')} ${variant.source}.`,
    ]),
    ...(regime.variants.length > 0 ? [''] : []),
  ];
}

function dutyLine(duty: RegimeDutyRow, { sentence, condition }: SheetWords): string {
  const grounds = duty.judged === undefined ? (duty.any_of ?? []).join(' or ') : condition({ judged: duty.judged }, {});
  const unless = duty.unless.length > 0 ? `, unless ${duty.unless.join(' or ')}` : '';
  const who = duty.who === 'controller' ? '' : duty.who === 'processor' ? '; for a processor' : '; in any role';
  const stage = duty.stage === undefined ? '' : `, ${duty.stage}`;
  const note = duty.note === undefined ? '' : ` *${sentence(duty.note)}*`;
  const term = limitsInWords(duty.limits);
  return `| ${duty.id} | ${duty.to}${stage} | ${duty.article}: ${sentence(duty.does)}${note} | ${grounds}${unless}${who} | ${term} | ${duty.source} | ${duty.confidence} |`;
}

/** A duty's term: the earliest of its limits, each with the fact that it runs from. */
function limitsInWords(limits: readonly Limit[]): string {
  if (limits.length === 0) return 'without undue delay';
  return `${limits.length > 1 ? 'the earliest of ' : ''}${limits.map(limitInWords).join(', ')}`;
}

function limitInWords(limit: Limit): string {
  const term =
    limit.hours !== undefined
      ? `${limit.hours} hours`
      : limit.days !== undefined
        ? `${limit.days} days`
        : limit.months !== undefined
          ? `${limit.months} month${limit.months === 1 ? '' : 's'}`
          : `${limit.working_days} working days`;
  return `${term} from \`${limit.from}\``;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
