import type { Shop } from '#registry/types.ts';
import { FunnelBars, type FunnelStage } from '#web/charts/funnel-bars.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { rankOf, standOf } from '../../stand-of.ts';
import type { WatchCheck } from '../../store.ts';
import { StatePill } from '../../views/overview.tsx';
import { Reason } from '../../views/reason.tsx';
import type { ShopStand } from '../judge-shop.ts';
import { orderStages, type Stage, type VisitStage, visitStages } from '../stage.ts';
import { stagePaths } from '../stage-paths.ts';

interface ShopPageProps {
  readonly stand: ShopStand;
  readonly visits: Readonly<Record<VisitStage, Stage>>;
  readonly checks: readonly WatchCheck[];
  readonly now: Date;
}

/** A shop in the last hour: the way from a visit to a parcel against the usual, what is open, how its checks stand, what nobody sees. */
export function ShopPage({ stand, visits, checks, now }: ShopPageProps) {
  const { t } = useView();
  const { shop } = stand;
  const stages = [
    ...visitStages.map((stage) => asBar(stage, visits[stage], hrefOfVisits(shop, stage), t)),
    ...orderStages.map((stage) => asBar(stage, stand.stages[stage], `/watch/orders?shop=${shop.id}`, t)),
  ];
  return (
    <div data-live="watch respond" id="shop">
      <Card
        heading={t('watch.shops.funnel')}
        foot={t('watch.shops.funnel-foot')}
        actions={<a href={`/watch/orders?shop=${shop.id}`}>{t('watch.orders.title')}</a>}
      >
        <FunnelBars stages={stages} label={t('watch.shops.funnel')} />
      </Card>
      <Grid>
        <OpenIncidents stand={stand} now={now} />
        <Checks checks={checks} shop={shop} />
      </Grid>
    </div>
  );
}

function asBar(key: string, { seen, usual, state }: Stage, href: string, t: Translate): FunnelStage {
  const isBad = state === 'silent' || state === 'low';
  const name = t(`watch.shops.stage.${key}`);
  return { name, href, seen, usual, tone: isBad ? 'bad' : 'calm', ...(isBad ? { note: t(`watch.shops.is-${state}`) } : {}) };
}

/** The requests that were counted, as the hunt shows them. */
function hrefOfVisits(shop: Shop, stage: VisitStage): string {
  const filter = stage === 'visits' ? 'cs-method: GET' : `cs-uri-stem|re: '${stagePaths(shop.platform)[stage].replaceAll("'", "''")}'`;
  return `/detect/hunt?${new URLSearchParams({ shop: shop.id, hours: '1', filter })}`;
}

function OpenIncidents({ stand: { incidents, atRisk } }: { readonly stand: ShopStand; readonly now: Date }) {
  const { t } = useView();
  return (
    <Card heading={t('watch.shops.incidents')} {...(atRisk === null ? {} : { foot: atRisk })}>
      {incidents.length === 0 ? (
        <EmptyState heading={t('watch.shops.incidents-none')} />
      ) : (
        <ul class="waiting">
          {incidents.map((incident) => (
            <li>
              <Pill tone={incident.recoveredAt ? 'calm' : incident.severity === 'medium' ? 'warn' : 'bad'}>
                {t(incident.recoveredAt ? 'watch.shops.recovered' : incident.acknowledgedAt ? 'watch.shops.taken' : 'watch.shops.open')}
              </Pill>
              <span>
                <a href={`/respond/incidents/${incident.id}`}>{incident.title}</a>
                <small>
                  <Time at={incident.firstSeen} />
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Checks({ checks, shop }: { readonly checks: readonly WatchCheck[]; readonly shop: Shop }) {
  const { t } = useView();
  const all: ReadonlyMap<string, string> = new Map(checks.map(({ id, name }) => [id, name]));
  const sorted = [...checks].sort((a, b) => rankOf(a) - rankOf(b));
  return (
    <Card heading={t('watch.checks.heading')} actions={<a href={`/watch/new?shop=${shop.id}`}>{t('watch.add.heading')}</a>}>
      {sorted.length === 0 ? (
        <EmptyState heading={t('watch.checks.none')} />
      ) : (
        <ul class="waiting">
          {sorted.map((check) => (
            <li>
              <StatePill check={check} />
              <span>
                <a href={`/watch/checks/${check.id}`}>{check.name}</a>
                <small>
                  {standOf(check) === 'behind' ? (
                    t('watch.check.behind', { name: all.get(check.behind ?? '') ?? '' })
                  ) : (
                    <Reason text={check.standing.reason} />
                  )}
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
