import { Card } from '#web/components/card.tsx';
import { FactRow, Facts } from '#web/components/fact-row.tsx';
import { Chip } from '#web/components/pill.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { type FactName, factNames } from '../checks/fact-table.ts';
import type { Facts as CaseFacts, Fact } from '../checks/facts.ts';
import type { PeopleCount } from '../readers.ts';
import type { CaseRow } from '../store.ts';
import { Evidence } from './evidence.tsx';
import { wordsOfFact, wordsOfItem } from './fact-words.ts';

const certaintyTones: Readonly<Record<string, Tone>> = { confirmed: 'ok', likely: 'warn', unknown: 'unknown' };

interface FactsCardProps {
  readonly row: CaseRow;
  readonly facts: CaseFacts;
  readonly people: readonly PeopleCount[];
}

/** Every stated fact with what it rests on and how certain it is. */
export function FactsCard({ row, facts }: FactsCardProps) {
  const { t } = useView();
  return (
    <Card heading={t('decide.facts')} foot={t('decide.facts-note', { version: row.version })}>
      <Facts>
        {factNames.map((name) => {
          const fact = facts[name];
          return fact === undefined ? null : <FactLine row={row} name={name} fact={fact} />;
        })}
      </Facts>
    </Card>
  );
}

function FactLine({ row, name, fact }: { readonly row: CaseRow; readonly name: FactName; readonly fact: Fact }) {
  const view = useView();
  const { t } = view;
  const byPerson = fact.statedBy !== undefined && fact.statedBy !== 'shopbell';
  return (
    <FactRow
      label={<a href={`/decide/cases/${row.id}/facts?fact=${name}`}>{t('decide.fact', { name })}</a>}
      tone={certaintyTones[fact.certainty] ?? 'unknown'}
      state={t('decide.certainty', { certainty: fact.certainty })}
    >
      {wordsOfFact(name, fact.value, view)}
      {fact.evidence === undefined && !byPerson ? null : (
        <small class="rests">
          {fact.evidence === undefined ? null : <Evidence text={fact.evidence} />}
          {fact.evidence !== undefined && byPerson ? ' · ' : null}
          {byPerson ? t('decide.by-person') : null}
        </small>
      )}
    </FactRow>
  );
}

/** How many people of a case by country, language and group: numbers only, nobody's name. */
export function PeopleCard({ row, people }: FactsCardProps) {
  const { t, locale } = useView();
  const names = {
    country: new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }),
    language: new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' }),
  };
  const wordOf = ({ by, value }: PeopleCount): string => {
    if (by === 'flag') return wordsOfItem(value, t);
    try {
      return names[by].of(value) ?? value;
    } catch (error) {
      // A code that is no code stands as it came.
      if (error instanceof RangeError) return value;
      throw error;
    }
  };
  const groups = (['country', 'language', 'flag'] as const).map((by) => ({ by, lines: people.filter((line) => line.by === by) }));
  if (people.length === 0 && row.unknown_records === 0) return null;
  return (
    <Card heading={t('decide.who-heading')}>
      <dl class="key-value">
        {groups
          .filter(({ lines }) => lines.length > 0)
          .map(({ by, lines }) => (
            <div>
              <dt>{t('decide.who', { by })}</dt>
              <dd class="chips">
                {lines.map((line) => (
                  <Chip>{`${wordOf(line)} ${line.people}`}</Chip>
                ))}
              </dd>
            </div>
          ))}
      </dl>
      {row.unknown_records > 0 ? <p>{t('decide.unknown-records', { count: row.unknown_records })}</p> : null}
    </Card>
  );
}
