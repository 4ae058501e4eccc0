import { z } from 'zod';

export const timingsShape = z.object({ ttfb: z.number().nullable(), lcp: z.number().nullable(), cls: z.number().nullable() });
export type Timings = z.output<typeof timingsShape>;

/**
 * Run in a page: time to first byte and largest contentful paint in milliseconds since the page was asked for; cumulative layout shift, the
 * worst five seconds of shifts less than a second apart, without those that followed an input. A text, as a function would carry helpers of
 * the compiler along.
 */
export const READ_TIMINGS = `(async () => {
  const entries = (type) => new Promise((resolve) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return resolve(null);
    const all = [];
    new PerformanceObserver((list) => all.push(...list.getEntries())).observe({ type, buffered: true });
    setTimeout(() => resolve(all), 300);
  });
  const [paints, shifts] = await Promise.all([entries('largest-contentful-paint'), entries('layout-shift')]);
  let worst = 0, sum = 0, from = 0, last = 0;
  for (const shift of shifts ?? []) {
    if (shift.hadRecentInput) continue;
    const follows = sum > 0 && shift.startTime - last < 1000 && shift.startTime - from < 5000;
    sum = follows ? sum + shift.value : shift.value;
    if (!follows) from = shift.startTime;
    last = shift.startTime;
    worst = Math.max(worst, sum);
  }
  const [navigation] = performance.getEntriesByType('navigation');
  const paint = paints === null ? undefined : paints.at(-1);
  return {
    ttfb: navigation === undefined || navigation.responseStart <= 0 ? null : navigation.responseStart,
    lcp: paint === undefined ? null : paint.startTime,
    cls: shifts === null ? null : worst,
  };
})()`;
