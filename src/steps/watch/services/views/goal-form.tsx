import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Field, Radios, Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

export interface GoalForm {
  readonly far: string;
  readonly kind: string;
  readonly withinMs: string;
  readonly target: string;
  /** Why it was not taken. */
  readonly wrong: string;
}

interface Props {
  readonly shop: Shop;
  readonly service: string;
  /** What it calls, by name, with the names that people know. */
  readonly fars: readonly { readonly value: string; readonly label: string }[];
  readonly sent: GoalForm | undefined;
}

/** A new goal for a service, or for what it calls. */
export function GoalFormFold({ shop, service, fars, sent }: Props) {
  const { t } = useView();
  return (
    <Fold summary={t('watch.services.goal-add')} open={sent !== undefined}>
      <Form action={`/watch/systems/${shop.id}/slos`} error={sent?.wrong}>
        <input type="hidden" name="service" value={service} />
        {fars.length > 0 ? (
          <Select
            name="far"
            label={t('watch.services.goal-of')}
            options={fars}
            choose={t('watch.services.goal-of-itself')}
            value={sent?.far}
          />
        ) : null}
        <Radios
          name="kind"
          label={t('watch.services.goal-kind')}
          required
          value={sent?.kind ?? 'availability'}
          options={[
            { value: 'availability', label: t('watch.services.goal-kind.availability') },
            { value: 'latency', label: t('watch.services.goal-kind.latency') },
          ]}
        />
        <Field
          name="target"
          label={t('watch.services.goal-target')}
          hint={t('watch.services.goal-target-hint')}
          inputmode="decimal"
          required
          value={sent?.target ?? '99.9'}
        />
        <Field
          name="withinMs"
          type="number"
          min={1}
          max={600_000}
          label={t('watch.services.goal-within')}
          hint={t('watch.services.goal-within-hint')}
          value={sent?.withinMs ?? ''}
        />
        <Button>{t('watch.services.goal-save')}</Button>
      </Form>
    </Fold>
  );
}
