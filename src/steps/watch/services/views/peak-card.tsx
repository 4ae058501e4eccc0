import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { Forecasts } from '../forecast/forecasts-of.ts';
import type { PeakExpectation } from '../forecast/next-peak.ts';
import { nameOfPart, sayFull, sayPeak } from './forecast-words.ts';
import { hrefOfMachine, hrefOfSystem } from './words.ts';

export interface PeakForm {
  readonly growth: string;
  readonly factor: string;
  /** Why it was not taken. */
  readonly wrong: string;
}

export interface PeakCardProps {
  readonly shop: Shop;
  readonly forecasts: Forecasts;
  readonly expected: PeakExpectation;
  readonly now: number;
  readonly mayChange: boolean;
  readonly sent: PeakForm | undefined;
}

/** What is full soonest, each in a line, and what the next peak asks. */
export function PeakCard({ shop, forecasts, expected, now, mayChange, sent }: PeakCardProps) {
  const { t, locale } = useView();
  const soon = forecasts.all
    .filter(({ trend }) => trend.state === 'growing' || trend.state === 'full')
    .filter(({ trend }) => trend.full !== null);
  const over = forecasts.all.filter(({ atPeak }) => atPeak !== null && atPeak >= 1);
  const few = forecasts.all.length > 0 && forecasts.all.every(({ trend }) => trend.state === 'few');
  const where = (one: { readonly service: string; readonly host: string }) =>
    one.service === '' ? (
      <a href={hrefOfMachine(shop.id, one.host)}>{one.host}</a>
    ) : (
      <a href={hrefOfSystem(shop.id, { name: one.service, outside: false })}>{one.service}</a>
    );
  return (
    <Card heading={t('watch.forecast.heading-shop')} foot={t('watch.forecast.foot')}>
      <p>{sayPeak(forecasts.peak, t, locale, now)}</p>
      {soon.length + over.length === 0 ? (
        <p class="soft">{t(few || forecasts.all.length === 0 ? 'watch.forecast.shop-few' : 'watch.forecast.shop-none')}</p>
      ) : (
        <ul>
          {soon.slice(0, 8).map((one) => (
            <li>
              {where(one)}: {nameOfPart(one, t)}, {sayFull(one, t, locale, now)}
            </li>
          ))}
          {over.slice(0, 8).map((one) => (
            <li>
              {where(one)}: {t('watch.forecast.over', { part: nameOfPart(one, t), share: Math.round((one.atPeak ?? 0) * 100) })}
            </li>
          ))}
        </ul>
      )}
      {mayChange ? <ExpectForm {...{ shop, expected, sent }} /> : null}
    </Card>
  );
}

function ExpectForm({ shop, expected, sent }: Pick<PeakCardProps, 'shop' | 'expected' | 'sent'>) {
  const { t, locale } = useView();
  const written = (value: number | null): string => value?.toLocaleString(locale, { useGrouping: false }) ?? '';
  return (
    <Fold summary={t('watch.forecast.expect')} open={sent !== undefined}>
      <Form action={`/watch/systems/${shop.id}/peak`} error={sent?.wrong}>
        <Field
          name="growth"
          inputmode="decimal"
          label={t('watch.forecast.growth')}
          hint={t('watch.forecast.growth-hint')}
          value={sent?.growth ?? written(expected.growth)}
        />
        <Field
          name="factor"
          inputmode="decimal"
          label={t('watch.forecast.factor')}
          hint={t('watch.forecast.factor-hint')}
          value={sent?.factor ?? written(expected.factor)}
        />
        <Button>{t('watch.forecast.save')}</Button>
      </Form>
    </Fold>
  );
}
