import { Cron } from 'croner';
import { z } from 'zod';
import { judgeHeartbeat } from '../checks/judge-heartbeat.ts';
import { answered, defineKind } from './kind.ts';

const DAY_S = 86_400;
const words = z.array(z.string().trim().min(1).max(60)).max(20).optional();

/** A job that tells of itself: done, begun, failed. */
export const heartbeat = defineKind({
  shape: z
    .strictObject({
      kind: z.literal('heartbeat'),
      /** Seconds between two beats; 0: as `schedule` says. */
      period: z
        .int()
        .min(0)
        .max(31 * DAY_S)
        .default(0),
      /** When the job runs, as cron writes it; in `timeZone`. */
      schedule: z
        .string()
        .trim()
        .max(100)
        .refine(isSchedule, 'must be like 30 3 * * * (minute, hour, day, month, day of week)')
        .default(''),
      timeZone: z.string().max(60).refine(isZone, 'must be like Europe/Warsaw').default('UTC'),
      /** How much later than due a beat may come, s. */
      grace: z
        .int()
        .min(0)
        .max(7 * DAY_S)
        .default(60),
      /** Longest time from begun to done, s; 0: any. */
      longest: z
        .int()
        .min(0)
        .max(31 * DAY_S)
        .default(0),
      /** Words in the subject of a job's mail that say failed (unless told: fail, error, fatal), done (unless told: anything else), begun. */
      mailFail: words,
      mailDone: words,
      mailStart: words,
    })
    .refine(({ period, schedule }) => period > 0 !== (schedule !== ''), {
      message: 'needs either a period or a schedule',
      path: ['period'],
    }),
  fields: [
    { name: 'period', as: 'number', example: '3600' },
    { name: 'schedule', as: 'text', example: '30 3 * * *' },
    { name: 'timeZone', as: 'text', example: 'Europe/Warsaw' },
    { name: 'grace', as: 'number' },
    { name: 'longest', as: 'number' },
    { name: 'mailFail', as: 'list', rare: true, example: 'failed · error' },
    { name: 'mailDone', as: 'list', rare: true, example: 'success · completed' },
    { name: 'mailStart', as: 'list', rare: true, example: 'started' },
  ],
  fromHere: 'a job calls here, from wherever it runs',
  destination: () => '',
  look: async (outside, target, { beats }) => answered(judgeHeartbeat(target, beats, outside.clock.now())),
});

function isSchedule(text: string): boolean {
  if (text === '') return true;
  try {
    return new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

/** Every look reads its check's settings, and to ask for a zone costs as much as the look itself. */
const zones = new Set<string>();
const MOST_ZONES = 1_000;

function isZone(text: string): boolean {
  if (zones.has(text)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    if (zones.size < MOST_ZONES) zones.add(text);
    return true;
  } catch {
    return false;
  }
}
