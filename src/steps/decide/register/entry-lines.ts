import { formatTime } from '#web/components/time.tsx';
import type { View } from '#web/view-context.ts';
import { type FactName, factNames } from '../checks/fact-table.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import { lawName } from '../law-name.ts';
import { lawWords } from '../law-words.ts';
import type { RegisterEntry } from '../store.ts';
import { wordsOfFact } from '../views/fact-words.ts';

export interface EntryLine {
  /** Names the line across versions. */
  readonly key: string;
  readonly label: string;
  readonly text: string;
}

/** How lines are told: `names` are those of the organisation's people by their ids. */
export interface LinesView extends Pick<View, 't' | 'locale' | 'timeZone'> {
  readonly names: ReadonlyMap<string, string>;
}

/** What an entry says, in lines that people read and that two versions can be compared by. */
export function entryLines(entry: RegisterEntry, view: LinesView): EntryLine[] {
  const { t, locale, timeZone, names } = view;
  const time = (text: string) => formatTime(new Date(text), locale, timeZone, 'exact');
  const answer = (value: string) => t('decide.answer', { answer: value });
  const { decision, severity } = entry;
  const lines: (EntryLine | null)[] = [
    { key: 'title', label: t('decide.column.title'), text: entry.title },
    { key: 'aware', label: t('decide.column.aware'), text: time(entry.awareAt) },
    { key: 'deadline', label: t('decide.column.deadline'), text: time(entry.deadline) },
    { key: 'people', label: t('decide.column.people'), text: showFactValue(entry.people) },
    {
      key: 'severity',
      label: t('register.severity'),
      text: severity.low === severity.high ? severity.low.toFixed(2) : `${severity.low.toFixed(2)} – ${severity.high.toFixed(2)}`,
    },
    some('effects', t('decide.fact', { name: 'effects' }), entry.effects),
    some('remedies', t('decide.fact', { name: 'remedies' }), entry.remedies),
    ...(decision
      ? [
          ...(['register', 'authority', 'people'] as const).map((duty) => ({
            key: `decided-${duty}`,
            label: t('register.decided', { duty: t('decide.duty', { duty }) }),
            text: answer(decision[duty]),
          })),
          { key: 'decided-at', label: t('register.decided-at'), text: `${time(decision.at)}, ${nameBeside(decision.by, names)}` },
          some('decided-reason', t('register.decided-reason'), decision.reason ?? null),
        ]
      : [{ key: 'decided', label: t('decide.decisions'), text: t('register.undecided') }]),
    some('deviation', t('register.deviation'), entry.deviation),
    ...entry.reasons.map((one) => ({ key: `rule-${one.rule}`, label: one.rule, text: lawWords(locale)(one.text) })),
    ...lawLines(entry, view),
    ...(entry.parties ?? []).map((one, index) => ({
      key: `party-${index}`,
      label: t('papers.joint.register', { kind: one.kind }),
      text: one.kind === 'joint' ? `${one.name}: ${t('papers.joint.who', { reports: one.reports })}` : one.name,
    })),
    ...(entry.filings ?? []).map((one, index) => ({
      key: `filing-${index}`,
      label: t('decide.filing.kind', { kind: one.kind }),
      text: [time(one.at), one.authority, one.reference, t('decide.filing.hours', { hours: one.hoursAfterAware }), one.reasonForDelay]
        .filter(Boolean)
        .join(' · '),
    })),
    ...factNames.flatMap((name: FactName) => {
      const fact = entry.facts[name];
      if (!fact || name === 'effects' || name === 'remedies') return [];
      const certainty = t('decide.certainty', { certainty: fact.certainty });
      const text = `${wordsOfFact(name, fact.value, view)} (${certainty})${fact.evidence ? ` · ${fact.evidence}` : ''}`;
      return [{ key: `fact-${name}`, label: t('decide.fact', { name }), text }];
    }),
  ];
  return lines.filter((line) => line !== null);
}

/** Every law that applies, by its own duties: what follows, what was decided, until when, and what came of it. */
function lawLines({ byLaw, decision }: RegisterEntry, view: LinesView): EntryLine[] {
  const { t, locale, timeZone } = view;
  if (byLaw === undefined) return [];
  const lines = byLaw.laws.map(({ law, home, variant, duties }): EntryLine => {
    const told = duties.map((duty) => {
      const due = duty.due === null ? [] : [t('register.law.due', { at: formatTime(new Date(duty.due), locale, timeZone, 'exact') })];
      const met = duty.metAt === null ? [] : [t('register.law.met', { at: formatTime(new Date(duty.metAt), locale, timeZone, 'exact') })];
      const decided = decision === null ? [] : [t('register.law.decided', { answer: duty.decided ?? 'none' })];
      return [duty.id, t('decide.duty', { duty: duty.to }), t('decide.answer', { answer: duty.answer }), ...decided, ...due, ...met].join(
        ' · ',
      );
    });
    return {
      key: `law-${law}`,
      label: t('register.law', { law: lawName(law, locale), variant: variant ?? 'none', home: String(home) }),
      text: told.join('; '),
    };
  });
  const may =
    byLaw.mayApply.length === 0
      ? []
      : [{ key: 'laws-may', label: t('register.law.may'), text: byLaw.mayApply.map((law) => lawName(law, locale)).join(', ') }];
  return [...lines, ...may];
}

/** The register keeps the id, which stays when somebody leaves and nobody can name them any more. */
export function nameBeside(id: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(id);
  return name === undefined ? id : `${name} (${id})`;
}

function some(key: string, label: string, text: string | null): EntryLine | null {
  return text === null || text === '' ? null : { key, label, text };
}

export interface ChangedLine {
  readonly kind: 'added' | 'removed';
  readonly text: string;
}

/** What is different between two versions, in the order of the newer one. */
export function compareLines(before: readonly EntryLine[], after: readonly EntryLine[]): ChangedLine[] {
  const old = new Map(before.map((line) => [line.key, line]));
  const words = ({ label, text }: EntryLine) => `${label}: ${text}`;
  const changes = after.flatMap((line): ChangedLine[] => {
    const was = old.get(line.key);
    old.delete(line.key);
    if (was && words(was) === words(line)) return [];
    return [...(was ? [{ kind: 'removed' as const, text: words(was) }] : []), { kind: 'added' as const, text: words(line) }];
  });
  return [...changes, ...[...old.values()].map((line) => ({ kind: 'removed' as const, text: words(line) }))];
}
