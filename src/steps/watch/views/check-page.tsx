import { stringify } from 'yaml';
import type { CheckId } from '#kernel/ids.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { LineChart } from '#web/charts/line-chart.tsx';
import { StatusBars } from '#web/charts/status-bars.tsx';
import { Button } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { ChangeList } from '#web/components/change-list.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Form } from '#web/components/form.tsx';
import { Stat } from '#web/components/stat.tsx';
import { Time } from '#web/components/time.tsx';
import { Timeline } from '#web/components/timeline.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import { availabilityOf, barsOf, type FlapSpan, lineOf, markFlapping, PIECE, type Slot } from '../checks/hours-of-day.ts';
import type { Difference } from '../files/plan-checks.ts';
import type { listRuns } from '../journeys/store.ts';
import { RunsCard } from '../journeys/views/runs-card.tsx';
import type { FieldOfKind } from '../kinds/kind.ts';
import { fieldsOf, isHint } from '../kinds/kinds.ts';
import type { readChanges } from '../read-changes.ts';
import { textOf } from '../read-check-form.ts';
import type { PhaseMedians } from '../read-history.ts';
import type { WatchCheck } from '../store.ts';
import { BeatMailCard } from './beat-mail-card.tsx';
import { tones } from './overview.tsx';
import { Reason } from './reason.tsx';

interface CheckPageProps {
  readonly check: WatchCheck;
  readonly hours: readonly Slot[];
  readonly pieces: readonly Slot[];
  readonly phases: PhaseMedians;
  /** Of a journey: those that are kept. */
  readonly runs: Awaited<ReturnType<typeof listRuns>> | null;
  readonly changes: Awaited<ReturnType<typeof readChanges>>;
  readonly spans: readonly FlapSpan[];
  /** At the shop, in the last day, oldest first. */
  readonly shopChanges: readonly ShopChange[];
  /** Who looks. */
  readonly person: string | null;
  readonly now: Date;
  readonly nameOf: (check: CheckId) => string;
  /** From where it is looked at; `null`: from here. */
  readonly place: string | null;
  /** What was changed by hand since files told it. */
  readonly drift: readonly Difference[];
  /** Where a job's mail goes (`null`: no mail is received); missing: nobody asks, or nobody may know. */
  readonly beatMail?: string | null | undefined;
  /** Since when the check exists. */
  readonly addedAt: Date;
}

const COUNT = DAY / PIECE;

/** One check: how it stands, its last day as bars and as a line, its phases, every change. */
export function CheckPage(props: CheckPageProps) {
  const { check, hours, pieces, phases, changes, spans, shopChanges, runs, now, addedAt, nameOf, drift, place, beatMail } = props;
  const { t } = useView();
  const since = new Date(Math.max(addMs(now, -DAY).getTime(), addedAt.getTime()));
  const availability = availabilityOf(pieces, now, COUNT, PIECE, since);
  const points = lineOf(pieces, now, COUNT, PIECE);
  const hints = isHint(check.target);
  const wordOf = (state: 'up' | 'down' | 'unknown') => t(`watch.state.${state === 'down' && hints ? 'hint' : state}`);
  const wordsOf = ({ from, to, began }: (typeof changes)[number]) =>
    began
      ? t('watch.changes.flapping', { ...began })
      : from === null
        ? t('watch.changes.quiet', { state: wordOf(to) })
        : t('watch.changes.line', { from: wordOf(from), to: wordOf(to) });
  const measured = points.some(([, ms]) => ms !== null);
  return (
    <>
      <Grid columns={3}>
        <Stat label={t('watch.check.availability')} value={percent(availability.up)} unit="%" note={t('watch.check.of-looks')} />
        <Stat label={t('watch.check.watched')} value={percent(availability.watched)} unit="%" note={t('watch.check.of-time')} />
        <Stat
          label={t('watch.check.last')}
          value={check.lastMs === null ? null : Math.round(check.lastMs)}
          unit="ms"
          note={<Reason text={check.standing.reason} />}
        />
      </Grid>
      <Card heading={t('watch.check.day')} foot={t('watch.check.day-foot')}>
        <StatusBars bars={markFlapping(barsOf(hours, now), spans, now)} label={t('watch.check.day-of', { name: check.name })} />
        {measured ? (
          <LineChart
            points={points}
            moments={shopChanges.map(({ at }) => at)}
            name={t('watch.check.times')}
            unit="ms"
            label={t('watch.check.times-of', { name: check.name })}
          />
        ) : (
          <EmptyState heading={t('watch.check.no-times')} />
        )}
        {shopChanges.length === 0 ? null : (
          <>
            <p class="soft">{t('watch.check.shop-changes')}</p>
            <ChangeList changes={shopChanges} person={props.person} />
          </>
        )}
        <Phases phases={phases} />
      </Card>
      {runs === null ? null : <RunsCard runs={runs} />}
      <Grid columns="split">
        <Card heading={t('watch.changes.heading')}>
          {changes.length === 0 ? (
            <EmptyState heading={t('watch.changes.none')} />
          ) : (
            <Timeline
              as="moment"
              items={changes.map((change) => ({
                at: change.at,
                tone: change.began || (change.to === 'down' && hints) ? 'warn' : tones[change.to],
                what: wordsOf(change),
                by: <Reason text={change.reason} />,
              }))}
            />
          )}
        </Card>
        <Settings check={check} addedAt={addedAt} nameOf={nameOf} drift={drift} place={place} />
      </Grid>
      {beatMail === undefined ? null : <BeatMailCard mail={beatMail} />}
    </>
  );
}

function percent(share: number | null): string | null {
  return share === null ? null : (Math.floor(share * 10_000) / 100).toFixed(share === 1 ? 0 : 2);
}

/** Parts of a web request have words of their own; steps have the names that they were given. */
function Phases({ phases }: { readonly phases: PhaseMedians }) {
  const { t } = useView();
  const known: Readonly<Record<string, string>> = {
    dns: t('watch.phase.dns'),
    connect: t('watch.phase.connect'),
    tls: t('watch.phase.tls'),
    firstByte: t('watch.phase.firstByte'),
    accepted: t('watch.phase.accepted'),
    arrived: t('watch.phase.arrived'),
  };
  const items = phases.map(({ name, ms }) => ({ key: known[name] ?? name, value: `${ms} ms` }));
  return items.length === 0 ? null : <KeyValue items={items} />;
}

interface SettingsProps {
  readonly check: WatchCheck;
  readonly addedAt: Date;
  readonly nameOf: (check: CheckId) => string;
  readonly drift: readonly Difference[];
  readonly place: string | null;
}

function Settings({ check, addedAt, nameOf, drift, place }: SettingsProps) {
  const { t } = useView();
  const target: Readonly<Record<string, unknown>> = check.target;
  const facts = fieldsOf(check.target.kind)
    .map((field) => ({ field, value: textOf(field, target[field.name], (one) => stringify(one)) }))
    .filter(({ field, value }) => value !== '' && !(field.as === 'number' && value === '0'))
    .map(({ field, value }) => ({ key: t(`watch.field.${field.name}`), value: <Shown field={field} value={value} /> }));
  return (
    <Card heading={t('watch.settings.heading')}>
      <KeyValue
        items={[
          { key: t('watch.add.kind'), value: t(`watch.kind.${check.target.kind}`) },
          ...facts,
          { key: t('watch.add.seconds'), value: check.everyMs / 1_000 },
          { key: t('watch.add.failures'), value: check.failures },
          { key: t('watch.add.severity'), value: t(`watch.orders.level.${check.severity}`) },
          ...(place === null ? [] : [{ key: t('watch.add.place'), value: place }]),
          ...(check.dependsOn.length === 0
            ? []
            : [
                {
                  key: t('watch.add.parents'),
                  value: check.dependsOn.map((id) => <a href={`/watch/checks/${id}`}>{nameOf(id)} </a>),
                },
              ]),
          ...(check.file === null ? [] : [{ key: t('watch.check.file'), value: <code>{`${check.file.set} · ${check.file.key}`}</code> }]),
          { key: t('watch.check.added'), value: <Time at={addedAt} /> },
        ]}
      />
      {drift.length === 0 ? null : <p>{t('watch.check.drift', { fields: drift.map(({ field }) => field).join(', ') })}</p>}
      <Form action={`/watch/checks/${check.id}/pause`} layout="inline">
        <input type="hidden" name="paused" value={check.paused ? 'no' : 'yes'} />
        <Button>{check.paused ? t('watch.settings.resume') : t('watch.settings.pause')}</Button>
      </Form>
      <Form action={`/watch/checks/${check.id}/remove`} layout="inline">
        <Button kind="danger">{t('watch.settings.remove')}</Button>
      </Form>
    </Card>
  );
}

function Shown({ field, value }: { readonly field: FieldOfKind; readonly value: string }) {
  return field.as === 'document' || field.as === 'long' ? <Verbatim text={value} /> : <code>{value.replaceAll('\n', ' · ')}</code>;
}
