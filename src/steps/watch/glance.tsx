import { addMs, DAY, HOUR } from '#kernel/time.ts';
import { listShops } from '#registry/index.ts';
import { StatusBars } from '#web/charts/status-bars.tsx';
import type { Glance, TakeGlance } from '#web/glance.ts';
import type { Tone, Translate } from '#web/types.ts';
import { barsOf, markFlapping } from './checks/hours-of-day.ts';
import { headingOf } from './heading-of.ts';
import { isHint } from './kinds/kinds.ts';
import { listFeeds } from './orders/feeds/store.ts';
import { readFlapSpans } from './read-flap-spans.ts';
import { readSlots } from './read-history.ts';
import { listChecks, type WatchCheck } from './store.ts';

/** Questions in a row that a database left unanswered until somebody is told. */
const SILENT_AFTER = 3;

/** How watching stands: what is down, what nobody can see, and each shop’s day. */
export const takeGlance: TakeGlance = async ({ house, org }, t) => {
  const now = house.clock.now();
  const { checks, shops, feeds, spans } = await house.state.inOrg(org, async (db) => {
    const all = await listChecks(db, org);
    const silent = (await listFeeds(db)).filter((feed) => feed.failures >= SILENT_AFTER);
    return { checks: all, shops: await listShops(db), feeds: silent, spans: await readFlapSpans(db, all, addMs(now, -DAY), now) };
  });
  const slots = await readSlots(house, org, addMs(now, -DAY), HOUR);
  // What somebody else says of themselves is no state of a shop.
  const active = checks.filter((check) => !check.paused && !isHint(check.target));
  // What stands behind another check needs nobody of its own.
  const own = active.filter((check) => check.behind === null);
  const down = own.filter((check) => check.standing.state === 'down' && check.standing.flapping === null);
  const flapping = own.flatMap((check) => (check.standing.flapping ? [{ check, flap: check.standing.flapping }] : []));
  const glance: Glance = {
    needs: [
      ...down.map((check) => ({
        ...({ step: 'watch', urgency: 'high', since: check.standing.since } as const),
        title: t('watch.need.title', { name: check.name }),
        text: check.standing.reason,
        href: `/watch/checks/${check.id}`,
        action: t('watch.need.action'),
      })),
      ...flapping.map(({ check, flap }) => ({
        ...({ step: 'watch', urgency: 'high', since: flap.since } as const),
        title: t('watch.need.flapping', { name: check.name }),
        text: t('watch.need.flapping-text', { ...flap, reason: check.standing.reason }),
        href: `/watch/checks/${check.id}`,
        action: t('watch.need.action'),
      })),
      ...feeds.map((feed) => ({
        ...({ step: 'watch', urgency: 'medium', since: feed.askedAt ?? now } as const),
        title: t('watch.need.feed', { name: feed.name }),
        text: feed.reason,
        href: `/watch/orders?shop=${feed.shop}#feeds`,
        action: t('watch.need.action'),
      })),
    ],
    shops: shops.map((shop) => {
      const own = active.filter((check) => check.shop === shop.id);
      const wrong = down.find((check) => check.shop === shop.id) ?? flapping.find(({ check }) => check.shop === shop.id)?.check;
      const first = wrong ?? own.find((check) => check.target.kind === 'http') ?? own[0];
      return {
        shop: shop.id,
        ...stand(own, t),
        href: first ? `/watch/checks/${first.id}` : '/watch',
        ...(first
          ? {
              picture: (
                <StatusBars
                  bars={markFlapping(barsOf(slots.get(first.id) ?? [], now), spans.get(first.id) ?? [], now)}
                  label={t('watch.check.day-of', { name: first.name })}
                />
              ),
            }
          : {}),
      };
    }),
    line: headingOf(active, checks.length, t),
  };
  const wrong = down.length + flapping.length;
  return wrong > 0 ? { ...glance, badge: { count: wrong } } : glance;
};

function stand(checks: readonly WatchCheck[], t: Translate): { readonly tone: Tone; readonly text: string } {
  const states = new Set(checks.map((check) => check.standing.state));
  if (!states.has('down') && checks.some((check) => check.standing.flapping)) return { tone: 'bad', text: t('watch.state.flapping') };
  if (states.has('down')) return { tone: 'bad', text: t('watch.state.down') };
  if (checks.length === 0 || states.has('unknown')) return { tone: 'unknown', text: t('watch.state.unknown') };
  const ms = checks.find((check) => check.target.kind === 'http')?.lastMs ?? null;
  return { tone: 'ok', text: ms === null ? t('watch.state.up') : t('watch.shop.up-in', { ms: Math.round(ms) }) };
}
