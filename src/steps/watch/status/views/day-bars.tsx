import { useView } from '#web/view-context.ts';
import type { StatusDay } from '../days-of.ts';
import type { PartState } from '../status-words.ts';

const WIDTH = 4;
const STEP = 6;
const HEIGHT = 26;
/** Each state has its own height, so that colour is not needed to read it. */
const heights: Readonly<Record<PartState, number>> = { fine: HEIGHT, work: 18, trouble: 11, unknown: HEIGHT };
const LEAST_CAP = 5;
const DAY_MINUTES = 1_440;

/** The last days of a part as bars, the oldest on the left. What was not known is hatched, also as a part of a day. */
export function DayBars({ days, label }: { readonly days: readonly StatusDay[]; readonly label: string }) {
  const { t } = useView();
  const count = (state: PartState) => days.filter((day) => day.state === state).length;
  const words = t('watch.status.bars', { fine: count('fine'), trouble: count('trouble'), work: count('work'), unknown: count('unknown') });
  const width = Math.max(1, days.length * STEP - (STEP - WIDTH));
  const path = (state: PartState) =>
    days.map((day, index) => (day.state === state ? `M${middle(index)} ${HEIGHT}v-${heights[state] - capOf(day)}` : '')).join('');
  const caps = days.map((day, index) => (capOf(day) > 0 ? `M${middle(index)} 0v${capOf(day)}` : '')).join('');
  const hatched = path('unknown') + caps;
  const behind = (state: PartState) => days.map((day, index) => (day.state === state ? `M${middle(index)} 0v${HEIGHT}` : '')).join('');
  return (
    <svg class="day-bars" viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${label}: ${words}`}>
      {(['fine', 'work', 'trouble'] as const).map((state) =>
        path(state) === '' ? null : (
          <>
            {state === 'fine' ? null : <path class={`day-${state}-soft`} d={behind(state)} stroke-width={WIDTH} />}
            <path class={`day-${state}`} d={path(state)} stroke-width={WIDTH} />
          </>
        ),
      )}
      {hatched === '' ? null : <path class="day-unknown" d={hatched} stroke-width={WIDTH} stroke-dasharray="3 2.5" />}
    </svg>
  );
}

function middle(index: number): number {
  return index * STEP + WIDTH / 2;
}

/** How much of a day that was else fine is hatched: the time that was not known, drawn so that it is seen. */
function capOf({ state, unknownMinutes }: StatusDay): number {
  if (state !== 'fine' || unknownMinutes === 0) return 0;
  return Math.max(LEAST_CAP, Math.round((unknownMinutes / DAY_MINUTES) * HEIGHT));
}
