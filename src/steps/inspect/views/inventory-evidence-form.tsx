import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Field, Radios } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { paymentRule, paysByKinds } from '../inventory/payment-rules.ts';
import type { InspectSettings } from '../store.ts';

interface EvidenceFormProps {
  readonly shop: string;
  readonly settings: InspectSettings;
  readonly from: string;
  readonly to: string;
}

/** What applies to this shop, and its evidence to take along. */
export function EvidenceForm({ shop, settings, from, to }: EvidenceFormProps) {
  const { t } = useView();
  const rule = settings.paysBy === null ? undefined : paymentRule(settings.paysBy);
  return (
    <Card heading={t('inspect.evidence.heading')} id="evidence" foot={t('inspect.evidence.recorded')}>
      {rule === undefined ? (
        <p>{t('inspect.evidence.ask')}</p>
      ) : (
        <p>
          {t('inspect.evidence.form', { form: rule.form })} {t(`inspect.duty.${rule.duty}`)}
        </p>
      )}
      <Form action={`/inspect/shops/${shop}/inventory/pays-by`}>
        <Radios
          name="paysBy"
          label={t('inspect.pays-by')}
          required
          value={settings.paysBy ?? undefined}
          options={paysByKinds.map((value) => ({ value, label: t(`inspect.pays-by.${value}`) }))}
        />
        <Checkbox name="psp" label={t('inspect.evidence.psp')} checked={settings.pspConfirmed} />
        <Button>{t('inspect.settings.save')}</Button>
      </Form>
      <Form action={`/inspect/shops/${shop}/evidence`}>
        <Field name="from" type="date" label={t('inspect.evidence.period-from')} required value={from} />
        <Field name="to" type="date" label={t('inspect.evidence.period-to')} required value={to} />
        <p class="row">
          {(['pdf', 'csv', 'json'] as const).map((format) => (
            <Button kind={format === 'pdf' ? 'main' : 'quiet'} name="format" value={format}>
              {format.toUpperCase()}
            </Button>
          ))}
        </p>
      </Form>
    </Card>
  );
}
