import { compareSeverity } from '#kernel/outcome.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import type { AssetUrls } from '#web/asset-urls.ts';
import { LineChart } from '#web/charts/line-chart.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { ShopStand } from '../../shops/judge-shop.ts';
import { wordsOfCause } from '../../shops/views/words-of-cause.ts';
import type { OrderMinutes } from '../read-minutes.ts';

export interface WallChange {
  readonly change: ShopChange;
  readonly shop: string;
}

export interface WallProps {
  readonly assets: AssetUrls;
  readonly locale: string;
  readonly name: string;
  readonly now: Date;
  readonly stands: readonly ShopStand[];
  readonly minutes: OrderMinutes | null;
  /** What changed while the chart runs, oldest first. */
  readonly changes: readonly WallChange[];
  /** Shown to whoever walks by: what people wrote themselves stays out. */
  readonly isPublic: boolean;
}

const MOST_NEEDS = 5;
const MOST_TILES = 60;
const MOST_CHANGES = 4;

/** A page for a screen on the wall: what needs somebody, each shop as a tile, orders a minute, and when it was told. It says when it is old. */
export function WallDocument({ assets, locale, name, now, stands, minutes, changes, isPublic }: WallProps) {
  const { t } = useView();
  const script = assets.island('wall');
  return (
    <html lang={locale} data-theme="dark">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <noscript>
          <meta http-equiv="refresh" content="30" />
        </noscript>
        <title>{`${t('watch.wall.title')} · ${name}`}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.css} />
        {script ? <script src={script} defer /> : null}
      </head>
      <body class="wall">
        <p id="wall-lost" class="wall-lost" role="alert" hidden>
          {t('watch.wall.lost')} <span id="wall-lost-since" />
        </p>
        <main id="wall">
          <header class="wall-top">
            <h1>{t('watch.shops.heading', countsOf(stands))}</h1>
            <p class="wall-clock">
              <Time at={now} as="clock" />
              <small>{name}</small>
            </p>
          </header>
          <Needs stands={stands} isPublic={isPublic} />
          <ul class="wall-tiles">
            {stands.slice(0, MOST_TILES).map((stand) => (
              <Tile stand={stand} isPublic={isPublic} />
            ))}
          </ul>
          {stands.length > MOST_TILES ? <p class="wall-more">{t('watch.wall.more', { count: stands.length - MOST_TILES })}</p> : null}
          <section class="wall-orders">
            <h2>{t('watch.wall.orders')}</h2>
            {minutes === null ? (
              <p class="wall-unknown">{t('watch.orders.heading-unknown')}</p>
            ) : (
              <LineChart
                points={minutes.now}
                name={t('watch.wall.orders')}
                label={t('watch.wall.orders')}
                before={{ name: t('watch.wall.before'), points: minutes.before }}
                moments={changes.map(({ change }) => change.at)}
                height={150}
              />
            )}
            {isPublic ? null : <Changes changes={changes} />}
          </section>
        </main>
      </body>
    </html>
  );
}

/** The last of what changed, with the numbers of their lines in the chart. */
function Changes({ changes }: Pick<WallProps, 'changes'>) {
  const { t } = useView();
  return (
    <ul class="wall-changes">
      {changes.slice(-MOST_CHANGES).map(({ change, shop }, nth) => (
        <li>
          <b>{Math.max(0, changes.length - MOST_CHANGES) + nth + 1}</b> <Time at={change.at} /> {shop} ·{' '}
          {t(`web.change.${change.what}`, { name: change.name })}
        </li>
      ))}
    </ul>
  );
}

function countsOf(stands: readonly ShopStand[]) {
  const count = (tone: string) => stands.filter((stand) => stand.tone === tone).length;
  return { bad: count('bad') + count('warn'), unknown: count('unknown'), all: stands.length };
}

type Incident = ShopStand['incidents'][number];

function titleOf({ title, number, isByPerson }: Incident, isPublic: boolean, said: (number: number) => string): string {
  return isPublic && isByPerson ? said(number) : title;
}

/** Incidents that go on, those that nobody has taken first. */
function Needs({ stands, isPublic }: Pick<WallProps, 'stands' | 'isPublic'>) {
  const { t } = useView();
  const all = stands
    .flatMap(({ shop, incidents }) => incidents.map((incident) => ({ shop, incident })))
    .filter(({ incident }) => incident.recoveredAt === null)
    .sort(
      ({ incident: a }, { incident: b }) =>
        Number(a.acknowledgedAt !== null) - Number(b.acknowledgedAt !== null) || compareSeverity(b.severity, a.severity),
    );
  if (all.length === 0) return <p class="wall-quiet">{t('watch.shops.incidents-none')}</p>;
  return (
    <ul class="wall-needs">
      {all.slice(0, MOST_NEEDS).map(({ shop, incident }) => (
        <li class={incident.acknowledgedAt ? 'taken' : 'open'}>
          <Pill tone={incident.acknowledgedAt ? 'calm' : 'bad'}>
            {t(incident.acknowledgedAt ? 'watch.shops.taken' : 'watch.shops.open')}
          </Pill>
          <b>{shop.name}</b>
          <span>{titleOf(incident, isPublic, (number) => t('watch.wall.incident', { number }))}</span>
          <Time at={incident.firstSeen} />
          {incident.atRisk ? <em>{incident.atRisk}</em> : null}
        </li>
      ))}
      {all.length > MOST_NEEDS ? <li>{t('watch.wall.more', { count: all.length - MOST_NEEDS })}</li> : null}
    </ul>
  );
}

function Tile({ stand, isPublic }: { readonly stand: ShopStand; readonly isPublic: boolean }) {
  const { t, locale } = useView();
  const { shop, tone, cause, stages, isAtWork } = stand;
  const { seen, usual } = stages.placed;
  const show = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
  // Of an incident only its being open: its words stand above, where they may stand at all.
  const words = cause.kind === 'incident' && isPublic ? t('watch.wall.has-incident') : wordsOfCause(cause, t);
  return (
    <li class={`tone-${tone}`}>
      <b>{shop.name}</b>
      <Pill tone={tone}>{t(`watch.shops.tone.${tone}`)}</Pill>
      {cause.kind === 'fine' ? null : <span class="wall-why">{words}</span>}
      {isAtWork ? <span class="wall-why">{t('watch.shops.at-work')}</span> : null}
      <span class="wall-figure">
        {seen === null ? t('watch.wall.orders-unknown') : t('watch.wall.orders-hour', { seen: show(seen) })}
        {usual === null ? null : <small class="block">{t('web.funnel.usual', { usual: show(usual) })}</small>}
      </span>
    </li>
  );
}
