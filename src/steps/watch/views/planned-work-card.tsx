import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { repeats } from '../next-work.ts';
import type { PlannedWork } from '../planned-work.ts';

interface Props {
  readonly shops: readonly Shop[];
  readonly planned: readonly PlannedWork[];
  readonly now: Date;
  readonly error?: string | undefined;
}

/** Announced work: what is down meanwhile wakes nobody. */
export function PlannedWorkCard({ shops, planned, now, error }: Props) {
  const { t } = useView();
  const nameOf = (id: string): string => shops.find((shop) => shop.id === id)?.name ?? id;
  return (
    <Card heading={t('watch.work.heading')} foot={t('watch.work.foot')}>
      {planned.length === 0 ? null : (
        <DataTable
          caption={t('watch.work.heading')}
          rows={planned}
          prefix="w"
          columns={[
            { key: 'shop', label: t('watch.check.shop'), cell: ({ shop }) => nameOf(shop) },
            {
              key: 'state',
              label: t('watch.check.state'),
              cell: ({ from }) => (
                <Pill tone={from <= now ? 'warn' : 'calm'}>{t(from <= now ? 'watch.work.now' : 'watch.work.later')}</Pill>
              ),
            },
            { key: 'from', label: t('watch.work.from'), cell: ({ from }) => <Time at={from} /> },
            { key: 'to', label: t('watch.work.to'), cell: ({ to }) => <Time at={to} /> },
            { key: 'why', label: t('watch.work.why'), cell: ({ why }) => why },
            { key: 'repeats', label: t('watch.work.repeats'), cell: ({ repeats: every }) => t(`watch.work.repeats-${every ?? 'no'}`) },
            {
              key: 'end',
              label: t('watch.work.end'),
              cell: (one) => <End {...one} now={now} />,
            },
          ]}
        />
      )}
      <Fold summary={t('watch.work.plan')} open={error !== undefined}>
        <Form action="/watch/work" error={error}>
          <Select
            name="shop"
            id="work-shop"
            label={t('watch.check.shop')}
            required
            options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
          />
          <Field name="from" type="datetime-local" label={t('watch.work.from')} hint={t('watch.work.from-hint')} required />
          <Field name="minutes" type="number" min={1} max={10_080} label={t('watch.work.minutes')} value="60" required />
          <Select
            name="repeats"
            label={t('watch.work.repeats')}
            hint={t('watch.work.repeats-hint')}
            options={['no', ...repeats].map((value) => ({ value, label: t(`watch.work.repeats-${value}`) }))}
          />
          <Field name="why" label={t('watch.work.why')} maxlength={300} required />
          <Button>{t('watch.work.plan')}</Button>
        </Form>
      </Fold>
    </Card>
  );
}

/** Of what repeats, this time can be left out, or all that are to come. */
function End({ work, from, repeats: every, now }: PlannedWork & { readonly now: Date }) {
  const { t } = useView();
  const once = every !== null && from > now ? 'watch.work.leave-out' : 'watch.work.end';
  return (
    <div class="card-actions">
      <Form action={`/watch/work/${work}/end`} layout="inline">
        <Button>{t(once)}</Button>
      </Form>
      {every === null ? null : (
        <Form action={`/watch/work/${work}/end`} layout="inline">
          <input type="hidden" name="forGood" value="yes" />
          <Button>{t('watch.work.end-all')}</Button>
        </Form>
      )}
    </div>
  );
}
