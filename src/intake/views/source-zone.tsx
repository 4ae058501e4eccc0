import type { Source } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

/** A time zone that was typed and could not be taken. */
export interface RefusedZone {
  readonly timeZone: string;
  readonly why: string;
}

interface Props {
  readonly source: Source;
  readonly mayConfigure: boolean;
  readonly refused: RefusedZone | null;
}

/** In which time zone lines are read that name none, and a way to change it. */
export function SourceZone({ source, mayConfigure, refused }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('intake.zone')} foot={t('intake.zone.stored')}>
      <p>{t('intake.zone.now', { zone: source.timeZone ?? 'UTC' })}</p>
      {mayConfigure ? (
        <Form action={`/settings/sources/${source.id}/zone`} layout="inline">
          <Field
            name="timeZone"
            label={t('intake.zone.name')}
            hint={t('intake.zone.hint')}
            value={refused?.timeZone ?? source.timeZone ?? 'UTC'}
            error={refused?.why}
            maxlength={200}
            required
          />
          <Button>{t('intake.zone.set')}</Button>
        </Form>
      ) : null}
    </Card>
  );
}
