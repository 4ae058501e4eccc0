import { Card } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Chip, Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import { lawWords } from '../law-words.ts';
import type { Regime } from '../regime-shape.ts';
import type { LawTables } from '../tables.ts';
import { wordsOfCondition, wordsOfLimits } from './condition-words.ts';

/** Every law that is known with its rules, sources, standing and our confidence: what a lawyer checks before somebody relies on it. */
export function LawPage({ law }: { readonly law: LawTables }) {
  const { t, locale } = useView();
  const words = lawWords(locale);
  const columns: readonly Column<Regime>[] = [
    {
      key: 'law',
      label: t('decide.law.column.law'),
      cell: (row) => <a href={`#${row.id}-${row.valid_from}`}>{words(row.name)}</a>,
      sortBy: ({ name }) => words(name),
    },
    {
      key: 'standing',
      label: t('decide.law.column.standing'),
      cell: ({ standing }) => <Pill tone={standing === 'law' ? 'ok' : 'unknown'}>{t('decide.law.standing', { standing })}</Pill>,
      filterBy: ({ standing }) => standing,
      filterLabel: (standing) => t('decide.law.standing', { standing }),
    },
    { key: 'holds', label: t('decide.law.column.holds'), cell: validity, sortBy: ({ valid_from }) => valid_from },
    { key: 'read', label: t('decide.law.column.read'), cell: ({ read_on }) => read_on, sortBy: ({ read_on }) => read_on },
  ];
  return (
    <>
      <Card heading={t('decide.law.list', { count: law.regimes.length })} foot={t('decide.law.foot')}>
        <DataTable
          caption={t('decide.law.list', { count: law.regimes.length })}
          columns={columns}
          rows={law.regimes}
          textOf={({ name, id }) => `${words(name)} ${id}`}
        />
      </Card>
      <Card>
        {law.regimes.map((regime) => (
          <RegimeText regime={regime} />
        ))}
      </Card>
    </>
  );
}

function validity({ valid_from, valid_to }: Regime): string {
  return valid_to === undefined ? `${valid_from} –` : `${valid_from} – ${valid_to}`;
}

function RegimeText({ regime }: { readonly regime: Regime }) {
  const view = useView();
  const { t } = view;
  const words = lawWords(view.locale);
  return (
    <Fold summary={words(regime.name)}>
      <p id={`${regime.id}-${regime.valid_from}`}>
        <Chip>{regime.id}</Chip> {t('decide.law.standing', { standing: regime.standing })}, {validity(regime)}
      </p>
      {regime.note === undefined ? null : <p>{words(regime.note)}</p>}
      <p>
        {words(regime.scope.title)} <Chip>{regime.scope.confidence}</Chip>{' '}
        <small class="soft">{wordsOfCondition(regime.scope.when, regime.named, view)}</small>
      </p>
      <ul class="plain rows">
        {regime.duties.map((duty) => (
          <li>
            <Chip>{duty.id}</Chip> <b>{t('decide.duty', { duty: duty.to })}</b>, {duty.article}, {wordsOfLimits(duty.limits, view)}{' '}
            <Chip>{duty.confidence}</Chip>
            <p>{words(duty.does)}</p>
            <p class="soft">
              {duty.judged === undefined ? (duty.any_of ?? []).join(', ') : t('decide.condition.judged', { judged: duty.judged })}
              {duty.unless.length > 0 ? ` · ${t('decide.law.unless', { rules: duty.unless.join(', ') })}` : ''} · {duty.source}
            </p>
            {duty.note === undefined ? null : <p class="soft">{words(duty.note)}</p>}
          </li>
        ))}
      </ul>
      {regime.rules.length + regime.variants.length > 0 ? (
        <Fold summary={t('decide.law.rules', { count: regime.rules.length + regime.variants.length })}>
          <ul class="plain rows">
            {regime.rules.map((rule) => (
              <li>
                <Chip>{rule.id}</Chip> {words(rule.title)} <Chip>{rule.confidence}</Chip>
                <p class="soft">
                  {wordsOfCondition(rule.when, regime.named, view)} · {rule.source}
                </p>
              </li>
            ))}
            {regime.variants.map((variant) => (
              <li>
                <Chip>{variant.place}</Chip> {words(variant.note)} <Chip>{variant.confidence}</Chip>{' '}
                <span class="soft">{variant.source}</span>
              </li>
            ))}
          </ul>
        </Fold>
      ) : null}
    </Fold>
  );
}
