import type { ProviderHint } from '#engines/house.ts';
import type { MoneyAtRisk } from '#kernel/money-at-risk.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import { HOUR } from '#kernel/time.ts';
import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { FactRow, Facts } from '#web/components/fact-row.tsx';
import { Form } from '#web/components/form.tsx';
import { NowCard } from '#web/components/now-card.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Person, Tone, Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { findClock } from '../checks/find-clock.ts';
import { findNextStep, type NextStep } from '../checks/find-next-step.ts';
import { tellWay } from '../checks/tell-way.ts';
import type { IncidentView } from '../readers.ts';
import { sayRiskShort } from '../say-risk.ts';
import type { IncidentRow } from '../store.ts';
import { ChangesCard } from './changes-card.tsx';
import { HintsCard } from './hints-card.tsx';
import { IncidentForms } from './incident-forms.tsx';
import { RiskRow } from './risk-row.tsx';
import { Story } from './story.tsx';
import { hrefOfSource, toneOfSeverity, toneOfStatus } from './words.ts';

export interface IncidentPageProps extends IncidentView {
  readonly shop: string;
  readonly person: Person | null;
  readonly now: Date;
  readonly risk: MoneyAtRisk;
  /** What providers say themselves. */
  readonly hints: readonly ProviderHint[];
  /** What changed at the shop before and since, oldest first; `null`: not known. */
  readonly changes: readonly ShopChange[] | null;
  /** Whether this person may act here. */
  readonly mayRespond: boolean;
}

/** One incident: what needs somebody now, the way so far, what is known, what happened, what can be done. */
export function IncidentPage(props: IncidentPageProps) {
  const { t, locale } = useView();
  const { incident, story, person, sources } = props;
  const way = tellWay(story, incident.opened_at, incident.touches_people);
  const clock = findClock(story);
  const next = findNextStep(incident, way, clock, story);
  const need = needOf(incident, next, t);
  const cost = sayRiskShort(props.risk, incident.source_kind, t, locale);
  return (
    <>
      <NowCard
        heading={need.heading}
        tone={need.tone}
        {...(clock?.isRunning
          ? { ring: { leftMs: clock.until.getTime() - props.now.getTime(), wholeMs: clock.until.getTime() - clock.from.getTime() } }
          : {})}
        stations={way.map((station) => ({
          name: t(`respond.station.${station.name}`),
          state: station.state,
          ...(station.at === null ? {} : { note: <Time at={station.at} as="clock" /> }),
        }))}
        action={props.mayRespond ? <TheOneButton incident={incident} next={next} /> : null}
      >
        {need.text}
        {cost === null ? null : <b> {cost}.</b>}
      </NowCard>
      <Grid columns="aside">
        <div>
          <Card heading={t('respond.incident.known')}>
            <Known {...props} />
          </Card>
          <ChangesCard changes={props.changes} person={person?.id ?? null} />
          <HintsCard hints={props.hints} />
          <Sources sources={sources} shop={incident.shop_id} />
          {props.mayRespond && incident.status !== 'closed' ? <IncidentForms incident={incident} person={person} /> : null}
        </div>
        <Card heading={t('respond.incident.story')} foot={t('respond.story.note')}>
          <Story story={story} shop={incident.shop_id} person={person} />
        </Card>
      </Grid>
    </>
  );
}

function Sources({ sources, shop }: Pick<IncidentView, 'sources'> & { readonly shop: string }) {
  const { t } = useView();
  return (
    <Card heading={t('respond.incident.evidence')}>
      {sources.length === 0 ? <p>{t('respond.source-none')}</p> : null}
      <ul class="plain rows">
        {sources.map((source) => {
          const href = hrefOfSource(source, shop);
          const words = t('respond.source', { kind: source.kind, group: source.grouped_by, distinct: source.distinct_records });
          return (
            <li>
              {href === null ? words : <a href={href}>{words}</a>}{' '}
              {source.is_over ? <Pill tone="ok">{t('respond.source-over')}</Pill> : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** What to press at three in the morning: at the top, also on a phone. */
function TheOneButton({ incident, next }: { readonly incident: IncidentRow; readonly next: NextStep }) {
  const { t } = useView();
  if (next.do === 'nothing') return null;
  if (next.do !== 'acknowledge') {
    return (
      <ButtonLink href={next.href} kind="main">
        {t(`respond.do.${next.do}`)}
      </ButtonLink>
    );
  }
  return (
    <Form action={`/respond/incidents/${incident.id}/acknowledge`}>
      <Button kind="main">{t('respond.do.acknowledge')}</Button>
    </Form>
  );
}

function Known({ incident, shop, pages, person, story, risk }: IncidentPageProps) {
  const { t } = useView();
  const clock = findClock(story);
  return (
    <Facts>
      <FactRow label={t('respond.column.shop')}>{shop}</FactRow>
      <FactRow
        label={t('respond.column.severity')}
        tone={toneOfSeverity(incident.severity)}
        state={t('respond.severity', { severity: incident.severity })}
      >
        {t('respond.people', { people: incident.touches_people ? 'yes' : 'no' })}
      </FactRow>
      <FactRow
        label={t('respond.column.status')}
        tone={toneOfStatus(incident.status)}
        state={t('respond.status', { status: incident.status })}
      >
        {incident.acknowledged_by === null
          ? t('respond.answered.nobody')
          : t('respond.answered.by', { who: nameOf(incident.acknowledged_by, person, t) })}
      </FactRow>
      <RiskRow incident={incident} risk={risk} />
      {clock === null ? null : (
        <FactRow label={t('respond.case')} href={`/decide/cases/${clock.id}`}>
          {t('respond.case-number', { number: clock.number })} <Time at={clock.until} />
        </FactRow>
      )}
      <FactRow label={t('respond.lead')}>
        {incident.assigned_to === null ? t('respond.lead-nobody') : nameOf(incident.assigned_to, person, t)}
      </FactRow>
      <FactRow label={t('respond.seen')}>
        <Time at={incident.first_seen} as="second" /> –{' '}
        <Time at={incident.last_seen} as={isSameDay(incident.first_seen, incident.last_seen) ? 'clock' : 'second'} />
      </FactRow>
      <FactRow label={t('respond.categories')}>
        {incident.categories.length === 0
          ? t('respond.categories-none')
          : incident.categories.map((category) => t(`respond.category.${category}`)).join(', ')}
      </FactRow>
      <FactRow label={t('respond.pages')}>
        {pages.length === 0
          ? t('respond.pages-none')
          : pages.map((page) => t('respond.page', { name: page.name, state: page.state, attempt: page.attempt })).join('; ')}
      </FactRow>
    </Facts>
  );
}

/** The same day by the world's clock and less than one apart: near enough to leave the date out. */
function isSameDay(a: Date, b: Date): boolean {
  return b.getTime() - a.getTime() < 12 * HOUR && a.getUTCDate() === b.getUTCDate();
}

function nameOf(id: string, person: Person | null, t: Translate): string {
  if (id === person?.id) return person.name;
  return id.startsWith('per_') ? t('respond.by.somebody') : id;
}

const needTones: Readonly<Record<NextStep['do'], Tone>> = {
  nothing: 'ok',
  acknowledge: 'bad',
  contain: 'warn',
  decide: 'bad',
  tell: 'warn',
  authority: 'warn',
  close: 'calm',
};

/** What is so and what it asks for, in words. */
function needOf(incident: IncidentRow, next: NextStep, t: Translate) {
  const tone = needTones[next.do];
  if (next.do === 'close' && incident.recovered_at !== null)
    return { tone, heading: t('respond.need.recovered'), text: t('respond.need.recovered-text') };
  return { tone, heading: t(`respond.need.${next.do}`), text: t(`respond.need.${next.do}-text`) };
}
