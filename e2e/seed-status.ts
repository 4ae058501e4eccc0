import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { announceStatus, setStatusPage, updateAnnouncement } from '../src/steps/watch/index.ts';
import { statusTables } from '../src/steps/watch/status/store.ts';
import { watchTables } from '../src/steps/watch/store.ts';
import type { Stage } from './open-stage.ts';

const SLUG = 'practice-shop-north';

/** A published status page with ninety days behind it and an announcement that is open. Returns its path. */
export async function seedStatus({ running, rehearsal: { org, shop, as } }: Stage): Promise<string> {
  const { house } = running;
  const owner = as('owner', 'stage-owner');
  const checks = await house.state.inOrg(org, (db) => watchTables(db).selectFrom('watch_checks').select('check_id').execute());
  const chosen = checks.flatMap(({ check_id: check }) => (['ordering', 'paying', 'account'] as const).map((part) => ({ part, check })));
  await seedDays(running, org, shop);
  await setStatusPage(owner, { shop, slug: SLUG, language: 'pl', published: true, useOrders: true, checks: chosen });
  const { announcement } = await announceStatus(owner, {
    ...{ shop, kind: 'trouble', parts: ['paying'] },
    titles: { en: 'Paying by card fails for some of you', pl: 'Płatność kartą nie działa u części z Was' },
    texts: {
      en: 'Since this morning some card payments are refused. Your money is not taken twice. Paying by BLIK and by transfer works.',
      pl: 'Od rana część płatności kartą jest odrzucana. Pieniądze nie są pobierane podwójnie. BLIK i przelew działają.',
    },
  });
  await updateAnnouncement(owner, {
    announcement,
    texts: { en: 'The provider found the fault and is mending it.', pl: 'Dostawca znalazł usterkę i ją usuwa.' },
  });
  await house.clock.sleep(3_000);
  return `/status/${SLUG}`;
}

/** Troubles, planned work and nights without a watch, as ninety days have them. */
async function seedDays({ house }: Stage['running'], org: Stage['rehearsal']['org'], shop: Stage['rehearsal']['shop']): Promise<void> {
  const now = house.clock.now().getTime();
  const at = (daysAgo: number, ms = 0) => new Date(now - daysAgo * DAY + ms);
  const rows = (['ordering', 'paying', 'account'] as const).flatMap((part, nth) => {
    const breaks = [
      { state: 'unknown' as const, from: at(61 + nth), to: at(60 + nth, -6 * HOUR) },
      { state: 'trouble' as const, from: at(40 - nth), to: at(40 - nth, 35 * MINUTE) },
      { state: 'work' as const, from: at(21), to: at(21, 2 * HOUR) },
      { state: 'trouble' as const, from: at(9 + nth * 7), to: at(9 + nth * 7, 80 * MINUTE) },
    ].sort((a, b) => a.from.getTime() - b.from.getTime());
    const ends = [at(80), ...breaks.map(({ to }) => to)];
    const fine = ends.map((from, index) => ({ state: 'fine' as const, from, to: breaks[index]?.from ?? at(0, -1_000) }));
    return [...breaks, ...fine].map(({ state, from, to }) => ({ org_id: org, shop_id: shop, part, state, begins_at: from, ends_at: to }));
  });
  await house.state.inOrg(org, (db) => statusTables(db).insertInto('watch_status_spans').values(rows).execute());
}
