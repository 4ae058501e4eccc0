import { Button } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { FactRow, Facts, KeyValue } from '#web/components/fact-row.tsx';
import { Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Stat } from '#web/components/stat.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { titleKeyOf } from '../explain.ts';
import type { Finding } from '../finding.ts';
import type { Scorecard } from '../own/read-scorecards.ts';
import type { RuleRow } from '../own/store-rules.ts';
import type { Trial, Use } from '../own/try-on-stored.ts';
import { toneOfState } from './tone-of.ts';

interface Props {
  readonly rule: RuleRow;
  readonly card: Scorecard | undefined;
  readonly trial: Trial;
  readonly refused: { readonly text: string; readonly why: string } | null;
  readonly mayConfigure: boolean;
}

const STATES = ['shadow', 'on', 'off'] as const;

/** One rule of the shop's own: what it would have done in the last days, what it says, whether it is on. */
export function RulePage({ rule, card, trial, refused, mayConfigure }: Props) {
  const { t } = useView();
  return (
    <Grid columns="split">
      <div class="stack">
        <Card heading={t('detect.rules.trial')}>
          <Stat label={t('detect.rules.trial.raised')} value={trial.raised.length} note={t('detect.rules.trial.days')} />
          {trial.silenced.length > 0 ? <Stat label={t('detect.rules.trial.silenced')} value={trial.silenced.length} /> : null}
          <Findings findings={[...trial.raised, ...trial.silenced]} />
        </Card>
        <Card heading={t('detect.rules.looks')}>
          <Facts>
            {trial.uses.map((use) => (
              <FactRow
                label={use.title}
                tone={use.search === 'everywhere' || use.search === 'never' ? 'warn' : 'calm'}
                state={placeOf(use, t)}
              >
                {t(`detect.rules.looks.${use.counts ? 'counts' : (use.search ?? 'findings')}`)}
              </FactRow>
            ))}
          </Facts>
          {trial.uses.length === 0 ? <p>{t('detect.rules.looks.findings')}</p> : null}
        </Card>
        <Card heading={t('detect.rules.text')}>
          {mayConfigure ? (
            <Form action={`/detect/rules/${rule.id}`}>
              <Textarea
                name="text"
                label={t('detect.rules.text')}
                hint={t('detect.rules.change-hint')}
                error={refused?.why}
                value={refused?.text ?? rule.text}
                rows={18}
                maxlength={100_000}
                required
              />
              <Button>{t('detect.rules.save')}</Button>
            </Form>
          ) : (
            <Verbatim text={rule.text} />
          )}
        </Card>
      </div>
      <div class="stack">
        <Card heading={t('detect.rules.column.state')}>
          <p>
            <Pill tone={toneOfState(rule.state)}>{t(`detect.rules.state.${rule.state}`)}</Pill>
          </p>
          {mayConfigure ? (
            <Form action={`/detect/rules/${rule.id}/state`} layout="inline">
              {STATES.filter((state) => state !== rule.state).map((state) => (
                <Button name="state" value={state} kind={state === 'on' ? 'main' : 'quiet'}>
                  {t(`detect.rules.put.${state}`)}
                </Button>
              ))}
            </Form>
          ) : null}
        </Card>
        {card ? (
          <Card heading={t('detect.rules.scorecard')}>
            <KeyValue
              items={[
                { key: t('detect.rules.column.signals'), value: card.signals },
                { key: t('detect.rules.column.real'), value: card.real },
                { key: t('detect.rules.column.wrong'), value: card.wrong },
                { key: t('detect.rules.column.normal'), value: card.normal },
                { key: t('detect.signal.last'), value: card.last === null ? '–' : <Time at={card.last} /> },
              ]}
            />
          </Card>
        ) : null}
        <Card>
          <KeyValue
            items={[
              { key: t('detect.rules.made'), value: <Time at={rule.made_at} /> },
              { key: t('detect.rules.column.changed'), value: <Time at={rule.changed_at} /> },
              ...(rule.from_signal
                ? [
                    {
                      key: t('detect.rules.from-signal'),
                      value: <a href={`/detect/signals/${rule.from_signal}`}>{t('detect.rules.the-signal')}</a>,
                    },
                  ]
                : []),
            ]}
          />
        </Card>
      </div>
    </Grid>
  );
}

function placeOf({ counts, source }: Use, t: Translate): string {
  return counts ? '' : t(`detect.source.${source ?? 'none'}`);
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useView();
  return (
    <DataTable
      caption={t('detect.rules.trial')}
      columns={columnsFor(t)}
      rows={findings}
      empty={<EmptyState heading={t('detect.rules.trial.nothing')} />}
    />
  );
}

function columnsFor(t: Translate): readonly Column<Finding>[] {
  return [
    { key: 'what', label: t('detect.signals.column.what'), cell: (row) => t(titleKeyOf(row), { ...row.facts }) },
    { key: 'who', label: t('detect.signals.column.who'), cell: (row) => <code>{row.actor.address ?? '–'}</code> },
    { key: 'count', label: t('detect.signals.column.count'), align: 'number', cell: (row) => row.count, sortBy: (row) => row.count },
    {
      key: 'when',
      label: t('detect.signals.column.when'),
      cell: (row) => <Time at={new Date(row.lastSeen)} />,
      sortBy: (row) => row.lastSeen,
    },
  ];
}
