import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Checkbox, Field, Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { MapSystem, SystemRef } from '../make-map.ts';
import { criticalities, type SystemNote } from '../store.ts';

interface Props {
  readonly shop: Shop;
  readonly system: SystemRef;
  /** `null`: nothing was heard of it for a week. */
  readonly seen: MapSystem | null;
  readonly note: SystemNote | null;
  /** The signed-in person. */
  readonly person: string | null;
  readonly mayChange: boolean;
  readonly wrong: string | undefined;
}

/** What a system is, as far as it tells itself and people say. */
export function DescribeCard({ shop, system, seen, note, person, mayChange, wrong }: Props) {
  const { t } = useView();
  const nobody = t('watch.services.not-said');
  const owner = note?.ownerId ? t(note.ownerId === person ? 'watch.services.owner-you' : 'watch.services.owner-colleague') : note?.owner;
  const weight = note?.criticality || seen?.criticality || '';
  return (
    <Card heading={t('watch.services.about')}>
      <KeyValue
        items={[
          { key: t('watch.services.own-name'), value: <code>{system.name}</code> },
          { key: t('watch.services.owner'), value: owner || nobody },
          { key: t('watch.services.place'), value: note?.place || seen?.places.join(', ') || nobody },
          { key: t('watch.services.criticality'), value: weight === '' ? nobody : t(`watch.services.criticality.${weight}`) },
          ...(seen === null || seen.versions.length === 0 ? [] : [{ key: t('watch.services.versions'), value: seen.versions.join(', ') }]),
          { key: t('watch.services.last'), value: seen === null ? nobody : <Time at={new Date(seen.last)} as="second" /> },
        ]}
      />
      {mayChange ? <DescribeForm {...{ shop, system, note, person, wrong }} /> : null}
    </Card>
  );
}

function DescribeForm({ shop, system, note, person, wrong }: Pick<Props, 'shop' | 'system' | 'note' | 'person' | 'wrong'>) {
  const { t } = useView();
  return (
    <Fold summary={t('watch.services.describe')} open={wrong !== undefined}>
      <Form action={`/watch/systems/${shop.id}/describe`} error={wrong}>
        <input type="hidden" name="system" value={system.name} />
        <input type="hidden" name="outside" value={system.outside ? 'yes' : ''} />
        <Field name="name" maxlength={120} label={t('watch.services.title-of')} value={note?.title ?? ''} />
        <Field
          name="owner"
          maxlength={120}
          label={t('watch.services.owner')}
          hint={t('watch.services.owner-hint')}
          value={note?.owner ?? ''}
        />
        {person === null ? null : <Checkbox name="mine" label={t('watch.services.owner-mine')} checked={note?.ownerId === person} />}
        <Field name="place" maxlength={120} label={t('watch.services.place')} value={note?.place ?? ''} />
        <Select
          name="criticality"
          label={t('watch.services.criticality')}
          choose={t('watch.services.not-said')}
          options={criticalities.map((value) => ({ value, label: t(`watch.services.criticality.${value}`) }))}
          value={note?.criticality ?? ''}
        />
        <Button>{t('watch.services.describe-save')}</Button>
      </Form>
    </Fold>
  );
}
