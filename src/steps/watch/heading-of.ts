import type { Translate } from '#web/types.ts';
import { isHint } from './kinds/kinds.ts';
import type { WatchCheck } from './store.ts';

/** How checks stand, of `all` that there are, in one sentence: what is down, else what comes and goes, else what nobody knows. */
export function headingOf(checks: readonly WatchCheck[], all: number, t: Translate): string {
  const own = checks.filter((check) => !isHint(check.target));
  const flapping = own.filter((check) => check.standing.flapping !== null).length;
  const count = (state: string) => own.filter((check) => check.standing.state === state && check.standing.flapping === null).length;
  const down = count('down');
  if (down === 0 && flapping > 0) return t('watch.heading-flapping', { flapping });
  return t('watch.heading', { down, unknown: count('unknown'), all });
}
