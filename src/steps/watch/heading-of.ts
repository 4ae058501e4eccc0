import type { Translate } from '#web/types.ts';
import { isHint } from './kinds/kinds.ts';
import { type Stand, standOf } from './stand-of.ts';
import type { WatchCheck } from './store.ts';

/** How checks stand, of `all` that there are, in one sentence: what is down, else what comes and goes, else what nobody knows. */
export function headingOf(checks: readonly WatchCheck[], all: number, t: Translate): string {
  const own = checks.filter((check) => !isHint(check.target));
  const count = (stand: Stand) => own.filter((check) => !check.paused && standOf(check) === stand).length;
  const [down, flapping, behind] = [count('down'), count('flapping'), count('behind')];
  const first =
    down === 0 && flapping > 0 ? t('watch.heading-flapping', { flapping }) : t('watch.heading', { down, unknown: count('unknown'), all });
  return behind === 0 ? first : t('watch.heading-behind', { first, behind });
}
