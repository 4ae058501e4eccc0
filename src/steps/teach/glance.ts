import { addMs, DAY } from '#kernel/time.ts';
import type { TakeGlance } from '#web/glance.ts';
import { readAsks } from './read-asks.ts';

/** What the overview shows of this room: how often customers asked. */
export const takeGlance: TakeGlance = async ({ house, org }, t) => {
  const asks = await house.state.inOrg(org, (db) => readAsks(db, org, addMs(house.clock.now(), -30 * DAY)));
  const total = asks.reduce((sum, day) => sum + day.ours + day.notOurs + day.unknown, 0);
  const notOurs = asks.reduce((sum, day) => sum + day.notOurs, 0);
  return { needs: [], shops: [], line: t('teach.glance.line', { total, notOurs }) };
};
