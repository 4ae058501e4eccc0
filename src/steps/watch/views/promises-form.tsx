import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Field } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { OrderSettings } from '../orders/store.ts';

interface Props {
  readonly shop: Shop;
  readonly settings: OrderSettings;
  readonly mayChange: boolean;
  readonly wrong?: string | undefined;
}

/** What the shop promises: from when on an order is late. */
export function PromisesForm({ shop, settings, mayChange, wrong }: Props) {
  const { t, locale } = useView();
  const { shipDays, deliverDays, exportMinutes, cutOff, workdays, closed } = settings;
  // 2024 began with a Monday.
  const weekday = (day: number) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));
  const time = `${String(Math.floor(cutOff / 60)).padStart(2, '0')}:${String(cutOff % 60).padStart(2, '0')}`;
  return (
    <Card heading={t('watch.orders.promises')}>
      <p>{t('watch.orders.promises-text', { shipDays, time, country: shop.country, zone: shop.timeZone })}</p>
      {mayChange ? (
        <Fold summary={t('watch.orders.promises-change')} open={wrong !== undefined}>
          <Form action={`/watch/orders/${shop.id}/promises`} error={wrong}>
            <Field name="shipDays" type="number" min={0} max={60} required label={t('watch.orders.ship-days')} value={String(shipDays)} />
            <Field
              name="cutOff"
              type="time"
              required
              label={t('watch.orders.cut-off')}
              hint={t('watch.orders.cut-off-hint')}
              value={time}
            />
            <fieldset>
              <legend>{t('watch.orders.workdays')}</legend>
              {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                <Checkbox name="workday" id={`workday-${day}`} value={String(day)} label={weekday(day)} checked={workdays.includes(day)} />
              ))}
            </fieldset>
            <Field name="closed" label={t('watch.orders.closed')} hint={t('watch.orders.closed-hint')} value={closed.join(' ')} />
            <Field
              name="exportMinutes"
              type="number"
              min={1}
              max={10080}
              required
              label={t('watch.orders.export-minutes')}
              value={String(exportMinutes)}
            />
            <Field
              name="deliverDays"
              type="number"
              min={1}
              max={120}
              required
              label={t('watch.orders.deliver-days')}
              value={String(deliverDays)}
            />
            <Button>{t('watch.orders.promises-save')}</Button>
          </Form>
        </Fold>
      ) : null}
    </Card>
  );
}
