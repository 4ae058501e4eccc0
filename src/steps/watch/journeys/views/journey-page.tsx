import { WaterfallBar } from '#web/charts/waterfall-bar.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Stat } from '#web/components/stat.tsx';
import { useView } from '#web/view-context.ts';
import type { KeptRun } from '../store.ts';

interface JourneyPageProps {
  readonly run: KeptRun;
}

/** One journey: what was seen, what was done step by step, what the pages asked for. */
export function JourneyPage({ run }: JourneyPageProps) {
  const { t } = useView();
  const failures = run.requests.filter(({ status, failure }) => failure !== null || (status ?? 0) >= 400).length;
  return (
    <>
      <Grid columns={3}>
        <Stat label={t('watch.journey.took')} value={run.ms} unit="ms" note={t('watch.journey.steps-of', { count: run.steps.length })} />
        <Stat label={t('watch.journey.requests')} value={run.requests.length} note={t('watch.journey.failing', { count: failures })} />
        <Stat label={t('watch.journey.weight')} value={Math.round(weightOf(run) / 1_000)} unit="kB" note={t('watch.journey.over-line')} />
      </Grid>
      <Shots run={run} />
      <Steps run={run} />
      <Complaints run={run} />
      <Requests run={run} />
    </>
  );
}

function weightOf({ requests }: KeptRun): number {
  return requests.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

function Shots({ run }: JourneyPageProps) {
  const { t } = useView();
  const shots = run.files.filter(({ media }) => media === 'image/jpeg');
  const trace = run.files.find(({ title, media }) => title === 'trace' && media === 'application/zip');
  const helpers = new Set(['openProduct', 'addToCart', 'openCheckout', 'fillAddress', 'stopBeforePaying', 'pay']);
  const nameOf = (title: string) =>
    title === 'failed'
      ? t('watch.journey.shot-failed')
      : title === 'end'
        ? t('watch.journey.shot-end')
        : helpers.has(title)
          ? t(`watch.journey.helper-${title}`)
          : title;
  return (
    <Card heading={t('watch.journey.seen')} foot={trace ? t('watch.journey.trace-how') : undefined}>
      {shots.length === 0 ? (
        <EmptyState heading={t('watch.journey.no-shots')} />
      ) : (
        <ol class="shots">
          {shots.map(({ nth, title }) => (
            <li>
              <a href={`/watch/journeys/${run.id}/${nth}.jpg`}>
                <img
                  src={`/watch/journeys/${run.id}/${nth}.jpg`}
                  alt={t('watch.journey.shot-of', { step: nameOf(title) })}
                  width="1280"
                  height="800"
                  loading="lazy"
                />
              </a>
              <span>{nameOf(title)}</span>
            </li>
          ))}
        </ol>
      )}
      {trace ? (
        <p>
          <a href={`/watch/journeys/${run.id}/${trace.nth}.zip`}>{t('watch.journey.trace')}</a>
        </p>
      ) : null}
    </Card>
  );
}

function Steps({ run }: JourneyPageProps) {
  const { t } = useView();
  return (
    <Card heading={t('watch.journey.steps')}>
      <DataTable
        caption={t('watch.journey.steps')}
        rows={run.steps}
        pageSize={300}
        columns={[
          {
            key: 'what',
            label: t('watch.journey.step'),
            cell: ({ title, within, error }) => (
              <>
                {within.length === 0 ? null : <small>{within.join(' › ')} · </small>}
                <code>{title}</code>
                {error === null ? null : (
                  <p>
                    <strong>{error}</strong>
                  </p>
                )}
              </>
            ),
          },
          { key: 'line', label: t('watch.journey.line'), align: 'number', cell: ({ line }) => line ?? '–' },
          { key: 'ms', label: 'ms', align: 'number', cell: ({ ms }) => ms },
          {
            key: 'bar',
            label: t('watch.journey.when'),
            cell: ({ at, ms, error }) => <WaterfallBar at={at} ms={ms} whole={run.ms} tone={error === null ? 'ok' : 'bad'} />,
          },
        ]}
      />
    </Card>
  );
}

function Complaints({ run }: JourneyPageProps) {
  const { t } = useView();
  if (run.complaints.length === 0) return null;
  return (
    <Card heading={t('watch.journey.complaints')} foot={t('watch.journey.complaints-foot')}>
      <ul>
        {run.complaints.map((line) => (
          <li>
            <code>{line}</code>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Requests({ run }: JourneyPageProps) {
  const { t } = useView();
  if (run.requests.length === 0) return null;
  return (
    <Card heading={t('watch.journey.waterfall')} foot={t('watch.journey.waterfall-foot')}>
      <Fold summary={t('watch.journey.requests-all', { count: run.requests.length })} open={run.requests.length <= 60}>
        <DataTable
          caption={t('watch.journey.waterfall')}
          rows={run.requests}
          pageSize={500}
          textOf={({ url }) => url}
          prefix="req"
          columns={[
            { key: 'url', label: t('watch.field.url'), cell: ({ url }) => <code>{url}</code> },
            { key: 'type', label: t('watch.journey.type'), cell: ({ type }) => type, filterBy: ({ type }) => type },
            { key: 'status', label: 'HTTP', align: 'number', cell: ({ status, failure }) => failure ?? status ?? '–' },
            {
              key: 'kb',
              label: 'kB',
              align: 'number',
              sortBy: ({ bytes }) => bytes,
              cell: ({ bytes }) => (bytes === null ? '–' : (bytes / 1_000).toFixed(1)),
            },
            { key: 'ms', label: 'ms', align: 'number', sortBy: ({ ms }) => ms, cell: ({ ms }) => ms ?? '–' },
            {
              key: 'bar',
              label: t('watch.journey.when'),
              cell: ({ at, ms, status, failure }) => (
                <WaterfallBar at={at} ms={ms ?? 0} whole={run.ms} tone={failure !== null || (status ?? 0) >= 400 ? 'bad' : 'plain'} />
              ),
            },
          ]}
        />
      </Fold>
    </Card>
  );
}
