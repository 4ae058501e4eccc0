import type { ShopChange } from '#kernel/shop-change.ts';
import { DAY } from '#kernel/time.ts';
import { LineChart } from '#web/charts/line-chart.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { useView } from '#web/view-context.ts';
import type { SeriesPiece } from '../read-series.ts';

interface Props {
  readonly name: string;
  readonly pieces: readonly SeriesPiece[];
  /** The same day a week ago. */
  readonly before: readonly SeriesPiece[];
  readonly changes: readonly ShopChange[];
}

const SHOWN = [
  { key: 'rate', of: ({ perMinute }: SeriesPiece) => perMinute, unit: '' },
  { key: 'errors', of: ({ errors }: SeriesPiece) => errors, unit: '%' },
  { key: 'p95', of: ({ p95 }: SeriesPiece) => p95, unit: 'ms' },
] as const;

/** The last day of a system beside the same day a week ago, with numbered lines where something changed. */
export function SignalCharts({ name, pieces, before, changes }: Props) {
  const { t } = useView();
  if (pieces.every(({ perMinute }) => perMinute === null)) return <EmptyState heading={t('watch.services.day-none')} />;
  const round = (value: number | null) => (value === null ? null : Number(value.toPrecision(3)));
  const hadWeek = before.some(({ perMinute }) => perMinute !== null);
  return (
    <>
      {SHOWN.map(({ key, of, unit }) => (
        <>
          <h3>{t(`watch.services.${key}`)}</h3>
          <LineChart
            label={t(`watch.services.chart.${key}`, { name })}
            name={t(`watch.services.${key}`)}
            height={170}
            points={pieces.map((piece) => [new Date(piece.at), round(of(piece))])}
            moments={changes.map(({ at }) => at)}
            {...(unit === '' ? {} : { unit })}
            {...(hadWeek
              ? {
                  before: {
                    name: t('watch.services.week-ago'),
                    points: before.map((piece) => [new Date(piece.at + 7 * DAY), round(of(piece))] as const),
                  },
                }
              : {})}
          />
        </>
      ))}
    </>
  );
}
