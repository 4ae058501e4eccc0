import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Field, Select, Textarea } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { checkSeverities } from '../checks/check-severity.ts';
import type { FieldOfKind } from '../kinds/kind.ts';
import { fieldsOf, type KindName } from '../kinds/kinds.ts';
import type { Place } from '../places/store.ts';
import { fieldName } from '../read-check-form.ts';
import type { WatchCheck } from '../store.ts';

interface CheckFormProps {
  readonly kind: KindName;
  readonly shops: readonly Shop[];
  /** The check that is changed; a new one without. */
  readonly check?: WatchCheck;
  /** Checks that this one may depend on. */
  readonly others: readonly WatchCheck[];
  /** From where else it can be looked at. */
  readonly places: readonly Place[];
  /** What the fields hold, by their names. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Names of the secrets that are kept. */
  readonly kept: readonly string[];
  /** Why what was sent was not taken. */
  readonly error?: string | undefined;
}

/** One form for every kind of check: its own fields, then what all have. */
export function CheckForm({ kind, shops, check, others, places, values, kept, error }: CheckFormProps) {
  const { t } = useView();
  const value = (name: string) => values[name]?.[0];
  const fields = fieldsOf(kind);
  const needsSecret = fields.some(({ required, example = '' }) => example.startsWith('{{') || (required && example.includes('{{')));
  const isRare = ({ as, name, rare }: FieldOfKind) => rare ?? (as === 'pairs' || as === 'long' || name === 'server');
  const rare = fields.filter((field) => !field.required && isRare(field));
  return (
    <Card heading={t(`watch.kind.${kind}`)} foot={t(`watch.kind.${kind}-for`)}>
      <Form action={check ? `/watch/checks/${check.id}/change` : '/watch/checks'} error={error}>
        <input type="hidden" name="kind" value={kind} />
        {check ? null : (
          <Select
            name="shop"
            label={t('watch.check.shop')}
            required
            options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
            value={value('shop') ?? shops[0]?.id}
          />
        )}
        <Field name="name" label={t('watch.check.name')} required maxlength={120} value={value('name')} />
        {fields
          .filter((field) => !rare.includes(field))
          .map((field) => (
            <KindField field={field} value={value(fieldName(field))} />
          ))}
        <Field name="seconds" label={t('watch.add.seconds')} type="number" min={1} max={86_400} value={value('seconds')} required />
        {needsSecret ? <Secrets kept={kept} /> : null}
        <Fold
          summary={needsSecret ? t('watch.add.more-patience') : t('watch.add.more')}
          open={rare.some((field) => (value(fieldName(field)) ?? '') !== '')}
        >
          {rare.map((field) => (
            <KindField field={field} value={value(fieldName(field))} />
          ))}
          <Field
            name="failures"
            label={t('watch.add.failures')}
            hint={t('watch.add.failures-hint')}
            type="number"
            min={1}
            max={10}
            value={value('failures') ?? 2}
          />
          <Select
            name="severity"
            label={t('watch.add.severity')}
            hint={t('watch.add.severity-hint')}
            options={checkSeverities.map((one) => ({ value: one, label: t(`watch.orders.level.${one}`) }))}
            value={value('severity') ?? 'high'}
          />
          {kind === 'heartbeat' || places.length === 0 ? null : (
            <Select
              name="place"
              label={t('watch.add.place')}
              choose={t('watch.places.here')}
              options={places.map((place) => ({ value: place.id, label: place.name }))}
              value={value('place')}
            />
          )}
          <Parents others={others} chosen={values.dependsOn ?? []} />
          {needsSecret ? null : <Secrets kept={kept} />}
        </Fold>
        <Button kind="main">{check ? t('watch.change.button') : t('watch.add.button')}</Button>
      </Form>
    </Card>
  );
}

function KindField({ field, value }: { readonly field: FieldOfKind; readonly value: string | undefined }) {
  const { t } = useView();
  const name = fieldName(field);
  const example = field.example === undefined ? undefined : t('watch.add.example', { example: field.example });
  const common = { name, label: t(`watch.field.${field.name}`), hint: example, required: field.required ?? false };
  switch (field.as) {
    case 'choice':
      return <Select {...common} options={(field.choices ?? []).map((choice) => ({ value: choice, label: choice }))} value={value} />;
    case 'tick':
      return <Checkbox name={name} label={common.label} checked={value === undefined ? field.off !== true : value !== 'no'} />;
    case 'number':
      return <Field {...common} type="number" min={0} value={value} />;
    case 'text':
      return <Field {...common} maxlength={2_000} value={value} />;
    case 'code':
      return <Textarea {...common} rows={14} value={value} />;
    case 'document':
      return <Textarea {...common} hint={t('watch.field.steps-hint')} rows={20} value={value} />;
    default:
      return <Textarea {...common} rows={field.as === 'long' ? 5 : 3} value={value} />;
  }
}

function Parents({ others, chosen }: { readonly others: readonly WatchCheck[]; readonly chosen: readonly string[] }) {
  const { t } = useView();
  if (others.length === 0) return null;
  return (
    <fieldset class="field">
      <legend>{t('watch.add.parents')}</legend>
      <p class="hint">{t('watch.add.parents-hint')}</p>
      {others.map((other) => (
        <Checkbox name="dependsOn" id={`parent-${other.id}`} label={other.name} value={other.id} checked={chosen.includes(other.id)} />
      ))}
    </fieldset>
  );
}

function Secrets({ kept }: { readonly kept: readonly string[] }) {
  const { t } = useView();
  const hint = kept.length === 0 ? t('watch.add.secrets-hint') : t('watch.add.secrets-kept', { names: kept.join(', ') });
  return <Textarea name="secrets" label={t('watch.add.secrets')} hint={hint} rows={2} />;
}
