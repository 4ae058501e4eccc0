import type { Child } from 'hono/jsx';
import { LineChart } from '#web/charts/line-chart.tsx';
import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { EvidenceList } from '#web/components/evidence-list.tsx';
import { FactRow, Facts, KeyValue } from '#web/components/fact-row.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { whyKeyOf } from '../explain.ts';
import type { SignalChart } from '../read-chart.ts';
import { relianceOn, trustOf } from '../rule-traits.ts';
import type { SignalRow } from '../store.ts';
import { toneOfLevel, toneOfSuccess } from './tone-of.ts';

interface Props {
  readonly signal: SignalRow;
  readonly chart: SignalChart;
}

/** One signal: what happened, who did it, when, what it rests on, whose records, why it rang, and was that right. */
export function SignalPage({ signal, chart }: Props) {
  const { t } = useView();
  return (
    <Grid columns="split">
      <div class="stack">
        <Card tone={toneOfLevel(signal.level)}>
          <Facts>
            <FactRow label={t('detect.signals.column.level')} tone={toneOfLevel(signal.level)} state={t(`detect.level.${signal.level}`)}>
              {t(`detect.rule.${signal.rule}.name`)}
            </FactRow>
            <FactRow
              label={t('detect.signals.column.succeeded')}
              tone={toneOfSuccess(signal.succeeded)}
              state={t(`detect.succeeded.${signal.succeeded}`)}
            >
              {t(`detect.succeeded.${signal.succeeded}.means`)}
            </FactRow>
          </Facts>
        </Card>
        <Card heading={t('detect.signal.heading.when')}>
          <ChartOverTime chart={chart} />
        </Card>
        <Card heading={t('detect.signal.heading.evidence')}>
          <EvidenceList
            items={signal.evidence.map((line) => ({
              kind: 'log-line' as const,
              text: `${line.at}  ${line.text}`,
              ref: `${line.file}@${line.offset}`,
            }))}
          />
        </Card>
        <Card heading={t('detect.signal.heading.rule')}>
          <p>{t(whyKeyOf(signal), { ...signal.facts })}</p>
          <Trust signal={signal} />
        </Card>
      </div>
      <div class="stack">
        <Card heading={t('detect.signal.heading.who')}>
          <KeyValue items={whoIs(signal, t)} />
        </Card>
        <Card heading={t('detect.signal.heading.touched')}>
          <Touched signal={signal} />
          {signal.touched.length > 0 || signal.categories.length > 0 || enteredBy(signal) > 0 ? (
            <p>
              <ButtonLink href={`/detect/signals/${signal.id}/affected`}>{t('detect.signal.affected')}</ButtonLink>
            </p>
          ) : null}
        </Card>
        <Card heading={t('detect.signal.heading.feedback')}>
          <Feedback signal={signal} />
        </Card>
      </div>
    </Grid>
  );
}

/** How sure a signal of this kind is, and how easily somebody could have made it up. */
function Trust({ signal }: { readonly signal: SignalRow }) {
  const { t } = useView();
  const { confidence, spoofable } = trustOf(signal.rule, signal.facts);
  return (
    <KeyValue
      items={[
        { key: t('detect.signal.reliance'), value: t('detect.signal.reliance.of', { points: relianceOn(signal.rule, signal.facts) }) },
        { key: t('detect.signal.confidence'), value: t(`detect.signal.confidence.${confidence}`) },
        { key: t('detect.signal.spoofable'), value: t(`detect.signal.spoofable.${spoofable}`) },
      ]}
    />
  );
}

function ChartOverTime({ chart }: { readonly chart: SignalChart }) {
  const { t } = useView();
  const label = t('detect.signal.chart', { minutes: chart.stepMs / 60_000 });
  const level = chart.usual === null ? {} : { level: { value: chart.usual, label: t('detect.signal.chart.usual') } };
  return <LineChart label={label} name={t('detect.signals.column.count')} points={chart.points} {...level} />;
}

function whoIs(signal: SignalRow, t: ReturnType<typeof useView>['t']): { key: string; value: Child }[] {
  const { actor } = signal;
  return [
    ...(actor.address ? [{ key: t('detect.signal.address'), value: <code>{actor.address}</code> }] : []),
    ...((actor.addresses ?? 1) > 1 ? [{ key: t('detect.signal.addresses'), value: actor.addresses }] : []),
    ...(actor.session ? [{ key: t('detect.signal.session'), value: <code>{actor.session.slice(0, 16)}</code> }] : []),
    ...(actor.agent ? [{ key: t('detect.signal.agent'), value: <code>{actor.agent}</code> }] : []),
    ...(signal.facts.route ? [{ key: t('detect.signal.through'), value: <code>{signal.facts.route}</code> }] : []),
    { key: t('detect.signal.first'), value: <Time at={signal.first_seen} /> },
    { key: t('detect.signal.last'), value: <Time at={signal.last_seen} /> },
    { key: t('detect.signal.count'), value: signal.count },
    { key: t('detect.signal.attack'), value: <code>{signal.attack}</code> },
  ];
}

/** How often somebody of a campaign of tried passwords got in. */
function enteredBy({ rule, facts }: SignalRow): number {
  return rule === 'stuffing' && typeof facts.takenOver === 'number' ? facts.takenOver : 0;
}

function Touched({ signal }: { readonly signal: SignalRow }) {
  const { t } = useView();
  const entered = enteredBy(signal);
  return (
    <>
      {signal.touched.length === 0 ? (
        <p>{t(signal.categories.length > 0 ? 'detect.signal.touched.file' : 'detect.signal.touched.none')}</p>
      ) : null}
      {entered > 0 ? <p>{t('detect.signal.touched.entered', { entered })}</p> : null}
      {signal.touched.map(({ kind, distinct }) => (
        <p>{t('detect.signal.touched.some', { distinct, kind })}</p>
      ))}
      {signal.categories.length > 0 ? (
        <p>
          {t('detect.signal.categories', { categories: signal.categories.map((category) => t(`detect.category.${category}`)).join(', ') })}
        </p>
      ) : null}
    </>
  );
}

function Feedback({ signal }: { readonly signal: SignalRow }) {
  const { t } = useView();
  return (
    <>
      {signal.feedback ? (
        <Pill tone="calm">{t('detect.signal.feedback.given', { feedback: t(`detect.signal.feedback.${signal.feedback}`) })}</Pill>
      ) : null}
      <Form action={`/detect/signals/${signal.id}/feedback`} layout="inline">
        {(['real', 'false', 'normal'] as const).map((feedback) => (
          <Button name="feedback" value={feedback}>
            {t(`detect.signal.feedback.${feedback}`)}
          </Button>
        ))}
      </Form>
    </>
  );
}
