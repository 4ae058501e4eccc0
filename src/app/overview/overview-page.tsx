import { MINUTE } from '#kernel/time.ts';
import type { Shop } from '#registry/types.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { NowCard } from '#web/components/now-card.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Glance, Need, ShopGlance } from '#web/glance.ts';
import { type NavBadges, type StepName, steps, type Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';

export interface OverviewProps {
  readonly now: Date;
  readonly shops: readonly Shop[];
  readonly needs: readonly Need[];
  readonly glances: ReadonlyMap<StepName, Glance>;
  readonly badges: NavBadges;
}

const columns: readonly StepName[] = ['watch', 'inspect', 'detect', 'unmask'];

/** The overview: what needs you now, each shop's state, the loop of the eight steps. */
export function OverviewPage({ now, shops, needs, glances, badges }: OverviewProps) {
  const { t } = useView();
  const [first, ...others] = needs;
  return (
    <div data-live="overview">
      {first ? <First need={first} now={now} /> : <Quiet shops={shops} glances={glances} />}
      {others.length > 0 ? (
        <Card heading={t('app.overview.also')}>
          <ul class="waiting">
            {others.map((need) => (
              <li>
                <Pill tone={toneOf(need)}>{t(`web.nav.${need.step}`)}</Pill>
                <span>
                  <a href={need.href}>{need.title}</a>
                  <small>{need.text}</small>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <Shops shops={shops} glances={glances} />
      <Loop glances={glances} badges={badges} />
    </div>
  );
}

function First({ need, now }: { readonly need: Need; readonly now: Date }) {
  const { t } = useView();
  const { clock } = need;
  return (
    <NowCard
      heading={need.title}
      href={need.href}
      tone={toneOf(need)}
      action={
        <ButtonLink href={need.href} kind="main">
          {need.action}
        </ButtonLink>
      }
      {...(clock ? { ring: { leftMs: clock.until.getTime() - now.getTime(), wholeMs: clock.until.getTime() - clock.from.getTime() } } : {})}
      {...(need.stations ? { stations: need.stations } : {})}
    >
      {need.text}
      {now.getTime() - need.since.getTime() < MINUTE ? null : (
        <>
          {' '}
          · <span>{t('app.overview.since')}</span> <Time at={need.since} />
        </>
      )}
    </NowCard>
  );
}

/** Only said when everything was really looked at. */
function Quiet({ shops, glances }: { readonly shops: readonly Shop[]; readonly glances: ReadonlyMap<StepName, Glance> }) {
  const { t } = useView();
  const blind = [...glances.values()].flatMap((glance) => glance.shops).filter((shop) => shop.tone === 'unknown').length;
  if (shops.length === 0)
    return (
      <NowCard
        tone="calm"
        heading={t('app.overview.noShop')}
        action={
          <ButtonLink href="/settings/shops" kind="main">
            {t('app.overview.addShop')}
          </ButtonLink>
        }
      />
    );
  if (blind > 0)
    return (
      <NowCard tone="unknown" heading={t('app.overview.partlyUnknown', { count: blind })}>
        {t('app.overview.partlyUnknownNext')}
      </NowCard>
    );
  return (
    <NowCard tone="ok" heading={t('app.overview.quiet')}>
      {t('app.overview.quietNext')}
    </NowCard>
  );
}

function Shops({ shops, glances }: { readonly shops: readonly Shop[]; readonly glances: ReadonlyMap<StepName, Glance> }) {
  const { t } = useView();
  if (shops.length === 0) return null;
  return (
    <Card heading={t('app.overview.shops')} actions={<a href="/watch/shops">{t('app.overview.shops-hour')}</a>}>
      <table class="table">
        <caption class="sr">{t('app.overview.shops')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('app.overview.shop')}</th>
            {columns.map((step) => (
              <th scope="col">{t(`app.overview.column.${step}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shops.map((shop) => (
            <tr>
              <th scope="row" data-label={t('app.overview.shop')}>
                <a href={`/watch/shops/${shop.id}`}>{shop.name}</a>
                <br />
                <small>{new URL(shop.url).host}</small>
              </th>
              {columns.map((step) => (
                <td data-label={t(`app.overview.column.${step}`)}>
                  <Cell glances={(glances.get(step)?.shops ?? []).filter((glance) => glance.shop === shop.id)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Cell({ glances }: { readonly glances: readonly ShopGlance[] }) {
  const { t } = useView();
  if (glances.length === 0) return <Pill tone="unknown">{t('app.overview.notYet')}</Pill>;
  return (
    <>
      {glances.map((glance) => (
        <div class="cell">
          <a href={glance.href}>
            <Pill tone={glance.tone}>{glance.text}</Pill>
          </a>
          {glance.picture ?? null}
        </div>
      ))}
    </>
  );
}

function Loop({ glances, badges }: Pick<OverviewProps, 'glances' | 'badges'>) {
  const { t } = useView();
  return (
    <Card heading={t('app.overview.loop')}>
      <ol class="loop">
        {steps.map((step) => (
          <li class={badges[step]?.count ? 'waits' : badges[step] ? 'has' : ''}>
            <a href={`/${step}`}>{t(`web.nav.${step}`)}</a>
            <small>{glances.get(step)?.line ?? t('app.overview.notYet')}</small>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function toneOf(need: Need): Tone {
  return need.urgency === 'critical' || need.urgency === 'high' ? 'bad' : need.urgency === 'medium' ? 'warn' : 'calm';
}
