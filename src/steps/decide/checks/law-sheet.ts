import type { Translate } from '#web/types.ts';
import type { Limit, Regime, RegimeDutyRow } from '../regime-shape.ts';
import type { LawTables } from '../tables.ts';
import type { Condition } from './evaluate-condition.ts';

/** How a sheet says what the tables say. */
export interface SheetWords {
  /** Headings and what stands around the rules. */
  readonly t: Translate;
  /** A sentence of the law's tables. */
  readonly sentence: (english: string) => string;
  readonly condition: (condition: Condition, named: Readonly<Record<string, Condition>>) => string;
  readonly term: (limits: readonly Limit[]) => string;
}

/**
 * Every rule of every law that is known, for a lawyer to check: what it says, on which facts, its source, our confidence in it (H, M, L),
 * its standing and the day it was read. Markdown. Pure.
 */
export function lawSheet(law: LawTables, said: SheetWords): string {
  const { t, sentence } = said;
  const toCheck = law.regimes.map((regime) => {
    const standing = t('decide.law.standing', { standing: regime.standing });
    return `| [${regime.id}](#${anchor(regime)}) | ${sentence(regime.name)} | ${standing} | ${validity(regime, t)} | ${regime.read_on} | ${confidences(regime)} |`;
  });
  return `${[
    ...head(t('decide.sheet.laws')),
    ...toCheck,
    '',
    ...riskSheet(law, said),
    ...law.regimes.flatMap((regime) => regimeSheet(regime, said)),
  ].join('\n')}\n`;
}

/** The head of a table and the line under it. */
function head(columns: string): string[] {
  return [
    `| ${columns} |`,
    `|${columns
      .split('|')
      .map(() => '---')
      .join('|')}|`,
  ];
}

/** As a reader of Markdown names the place of the heading. */
function anchor({ id, valid_from }: Regime): string {
  return `${id}-${valid_from}`;
}

function validity({ valid_from: from, valid_to: to }: Regime, t: Translate): string {
  return to === undefined ? t('decide.sheet.from', { from }) : t('decide.sheet.from-to', { from, to });
}

function confidences(regime: Regime): string {
  const all = [regime.scope, ...regime.rules, ...regime.duties, ...regime.variants].map(({ confidence }) => confidence);
  return (['H', 'M', 'L'] as const).map((one) => all.filter((confidence) => confidence === one).length).join(' / ');
}

function riskSheet({ floors, severity }: LawTables, { t, sentence, condition }: SheetWords): string[] {
  const named = Object.entries(floors.named).map(([name, when]) => `- “${name}”: ${condition(when, floors.named)}`);
  const rules = floors.rules.map((rule) => {
    const kind =
      rule.kind === 'floor'
        ? t('decide.sheet.floor', { people: rule.gives.people ?? 'no' })
        : t('decide.sheet.unlikely', { harm: rule.harm });
    return `| ${rule.id} | ${kind} | ${sentence(rule.title)} | ${condition(rule.when, floors.named)} | ${rule.source} | ${rule.confidence} |`;
  });
  const { name, source, people_from: from, people_from_confidence: confidence } = severity;
  return [
    `## ${t('decide.sheet.risk')}`,
    '',
    t('decide.sheet.score', { name, limit: from.toFixed(2), confidence, source }),
    '',
    t('decide.sheet.breach'),
    '',
    ...named,
    '',
    ...head(t('decide.sheet.floors')),
    ...rules,
    '',
  ];
}

function regimeSheet(regime: Regime, said: SheetWords): string[] {
  const { t, sentence } = said;
  const condition = (when: Condition) => said.condition(when, regime.named);
  const named = Object.entries(regime.named).map(([name, when]) => `- “${name}”: ${condition(when)}`);
  const rules = regime.rules.map(
    (rule) => `| ${rule.id} | ${sentence(rule.title)} | ${condition(rule.when)} | ${rule.source} | ${rule.confidence} |`,
  );
  const { scope } = regime;
  return [
    `## ${regime.id} ${regime.valid_from}`,
    '',
    standingLine(regime, said),
    ...(regime.note === undefined ? [] : ['', sentence(regime.note)]),
    '',
    t('decide.sheet.scope', {
      confidence: scope.confidence,
      title: sentence(scope.title),
      when: capital(condition(scope.when)),
      unknown: scope.unknown,
      source: scope.source,
    }),
    '',
    ...named,
    ...(named.length > 0 ? [''] : []),
    ...(rules.length > 0 ? [...head(t('decide.sheet.rules')), ...rules, ''] : []),
    ...head(t('decide.sheet.duties')),
    ...regime.duties.map((duty) => dutyLine(duty, said)),
    '',
    ...regime.variants.map((variant) => variantLine(variant, said)),
    ...(regime.variants.length > 0 ? [''] : []),
  ];
}

function standingLine(regime: Regime, { t, sentence }: SheetWords): string {
  const standing = t('decide.law.standing', { standing: regime.standing });
  const named = { name: sentence(regime.name), standing, holds: validity(regime, t), read: regime.read_on, zone: regime.zone };
  const holidays = regime.holidays === undefined ? '' : ` ${t('decide.sheet.holidays', { place: regime.holidays })}`;
  return t('decide.sheet.standing', named) + holidays;
}

function variantLine(variant: Regime['variants'][number], { t, sentence, term }: SheetWords): string {
  const standing = t('decide.law.standing', { standing: variant.standing });
  const limits = Object.entries(variant.limits).map(([id, own]) => ` ${id}: ${term(own)}.`);
  return `- **${variant.place}** (${standing}, ${variant.confidence}): ${sentence(variant.note)}${limits.join('')} ${variant.source}.`;
}

function dutyLine(duty: RegimeDutyRow, { t, sentence, condition, term }: SheetWords): string {
  const or = ` ${t('decide.condition.or')} `;
  const grounds = duty.judged === undefined ? (duty.any_of ?? []).join(or) : condition({ judged: duty.judged }, {});
  const unless = duty.unless.length > 0 ? `, ${t('decide.law.unless', { rules: duty.unless.join(or) })}` : '';
  const who = duty.who === 'controller' ? '' : `; ${t('decide.sheet.who', { who: duty.who })}`;
  const stage = duty.stage === undefined ? '' : `, ${duty.stage}`;
  const note = duty.note === undefined ? '' : ` *${sentence(duty.note)}*`;
  const to = t('decide.duty', { duty: duty.to });
  return `| ${duty.id} | ${to}${stage} | ${duty.article}: ${sentence(duty.does)}${note} | ${grounds}${unless}${who} | ${term(duty.limits)} | ${duty.source} | ${duty.confidence} |`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
