import { createMiddleware } from 'hono/factory';
import { messageOf } from '#kernel/errors.ts';
import * as decide from '#steps/decide/index.ts';
import * as detect from '#steps/detect/index.ts';
import * as inspect from '#steps/inspect/index.ts';
import * as respond from '#steps/respond/index.ts';
import * as teach from '#steps/teach/index.ts';
import * as tell from '#steps/tell/index.ts';
import * as unmask from '#steps/unmask/index.ts';
import * as watch from '#steps/watch/index.ts';
import type { Glance, TakeGlance } from '#web/glance.ts';
import type { StepName } from '#web/types.ts';
import { arrangeNeeds } from './arrange-needs.ts';
import { badgesOf } from './badges-of.ts';
import type { OverviewEnv } from './overview-env.ts';

const takers: Readonly<Record<StepName, TakeGlance>> = {
  watch: watch.takeGlance,
  inspect: inspect.takeGlance,
  detect: detect.takeGlance,
  unmask: unmask.takeGlance,
  respond: respond.takeGlance,
  decide: decide.takeGlance,
  tell: tell.takeGlance,
  teach: teach.takeGlance,
};

/** Asks every step how it stands, for the navigation and the overview. A step that cannot say is shown as unknown, not as fine. */
export const takeGlances = createMiddleware<OverviewEnv>(async (c, next) => {
  const isPage = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html');
  if (!isPage) return next();
  const { scope, t, locale, house } = c.var;
  const glances = new Map<StepName, Glance>();
  const asked = Object.entries(takers) as [StepName, TakeGlance][];
  await Promise.all(
    asked.map(async ([step, take]) => {
      const glance = await take(scope, t, locale).catch((error: unknown) => {
        house.log.warn('a step cannot say how it stands', { step, reason: messageOf(error) });
        return null;
      });
      if (!glance) return;
      glances.set(step, glance);
    }),
  );
  c.set('glances', glances);
  c.set('nav', badgesOf(glances, arrangeNeeds([...glances.values()].flatMap((glance) => glance.needs))));
  return next();
});
