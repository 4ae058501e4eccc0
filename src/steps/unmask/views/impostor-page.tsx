import { Button } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { FactRow, Facts } from '#web/components/fact-row.tsx';
import { Radios, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { ImpostorRow } from '../store.ts';
import { reasonIn, toneOfSeverity, toneOfState } from './words.ts';

/** One impostor: why it can be taken for the shop, and a person's verdict. The name is shown, never linked. */
export function ImpostorPage({
  impostor,
  shop,
  mayJudge,
}: {
  readonly impostor: ImpostorRow;
  readonly shop: string;
  readonly mayJudge: boolean;
}) {
  const { t } = useView();
  const verdicts = ['confirmed', 'dismissed', 'ours'] as const;
  return (
    <Grid columns="split">
      <div>
        <Card heading={t('unmask.why')}>
          <ul>
            {impostor.reasons.map((reason) => (
              <li>{reasonIn(reason, t)}</li>
            ))}
          </ul>
        </Card>
        <Card heading={t('unmask.known')} foot={t('unmask.do-not-visit')}>
          <Facts>
            <FactRow label={t('unmask.column.shop')}>{shop}</FactRow>
            <FactRow
              label={t('unmask.column.score')}
              tone={toneOfSeverity(impostor.severity)}
              state={t('unmask.severity', { severity: impostor.severity })}
            >
              {impostor.score}
            </FactRow>
            <FactRow
              label={t('unmask.column.state')}
              tone={toneOfState(impostor.state)}
              state={t('unmask.state', { state: impostor.state })}
            >
              {impostor.note}
            </FactRow>
            <FactRow label={t('unmask.found-by')}>{t('unmask.found-by-of', { by: impostor.found_by })}</FactRow>
            <FactRow label={t('unmask.reports')}>{impostor.reports}</FactRow>
            <FactRow label={t('unmask.column.found')}>
              <Time at={impostor.found_at} />
            </FactRow>
          </Facts>
        </Card>
      </div>
      <div>
        {mayJudge ? (
          <Card heading={t('unmask.judge')}>
            <Form action={`/unmask/impostors/${impostor.id}`}>
              <Radios
                name="verdict"
                label={t('unmask.verdict')}
                required
                options={verdicts.map((verdict) => ({
                  value: verdict,
                  label: t(`unmask.verdict.${verdict}`),
                  hint: t(`unmask.verdict.${verdict}-hint`),
                }))}
              />
              <Textarea name="note" label={t('unmask.note')} rows={2} maxlength={1000} />
              <Button kind="main">{t('unmask.judge-button')}</Button>
            </Form>
          </Card>
        ) : null}
      </div>
    </Grid>
  );
}
