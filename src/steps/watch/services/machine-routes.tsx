import type { Context } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { findShop } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { forecastsOf } from './forecast/forecasts-of.ts';
import { findExpectation } from './forecast/store.ts';
import { takeServiceLook } from './store.ts';
import { MachinePage } from './views/machine-page.tsx';

/** The page of one machine: `/watch/systems/machine?shop=…&name=…`. Throws NOT_FOUND. */
export async function showMachine(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const [id, name] = [c.req.query('shop') ?? '', c.req.query('name') ?? ''];
  if (!isId('shop', id) || name === '') throw new ShopbellError('NOT_FOUND', { what: 'machine' });
  const { shop, seen, expected } = await house.state.inOrg(scope.org, async (db) => ({
    shop: await findShop(db, id),
    seen: await takeServiceLook(db, id),
    expected: await findExpectation(db, id),
  }));
  const now = house.clock.now().getTime();
  const place = { telemetry: house.telemetry, org: scope.org, shop: id, now };
  const forecasts = await forecastsOf(place, { of: { service: '', host: name }, expected });
  const machine = seen?.look.machines?.find((one) => one.name === name);
  if (machine === undefined && forecasts.series.length === 0) throw new ShopbellError('NOT_FOUND', { what: 'machine' });
  // What was silent for longer than a day still has its days.
  const shown = machine ?? { name, state: 'unwatched' as const, saturation: [], last: null };
  const using = (seen?.look.systems ?? []).filter((one) => one.places.includes(name) || (one.outside && one.name === name));
  return page(c, {
    step: 'watch',
    title: name,
    heading: t(`watch.services.machine-heading.${shown.state}`, { name }),
    lead: t('watch.services.lead-machine'),
    crumbs: [
      { href: '/watch', label: t('watch.name') },
      { href: `/watch/systems?shop=${id}`, label: t('watch.services.title') },
    ],
    body: <MachinePage {...{ shop, machine: shown, using, forecasts, now }} />,
  });
}
