import { Cron } from 'croner';
import { addMs, SECOND } from '#kernel/time.ts';
import { down, type Judged, unknown, up } from './judged.ts';

interface HeartbeatDemand {
  readonly period: number;
  readonly schedule: string;
  readonly timeZone: string;
  readonly grace: number;
  readonly longest: number;
}

interface Beats {
  readonly okAt: Date | null;
  readonly startedAt: Date | null;
  readonly failedAt: Date | null;
}

/** Judges a heartbeat by what the job told last; before it told anything nothing is known. */
export function judgeHeartbeat(target: HeartbeatDemand, beats: Beats | null, now: Date): Judged {
  const { okAt = null, startedAt = null, failedAt = null } = beats ?? {};
  if (failedAt !== null && isLast(failedAt, okAt)) return down(`the job said that it failed, ${ago(failedAt, now)}`);
  const runs = startedAt !== null && isLast(startedAt, okAt);
  if (runs && target.longest > 0 && now.getTime() - startedAt.getTime() > target.longest * SECOND)
    return down(`the job began ${ago(startedAt, now)} and has not said that it is done`);
  if (okAt === null) return runs ? unknown(`the job began ${ago(startedAt, now)}`) : unknown('no beat yet');
  const due = dueAfter(target, okAt);
  if (now.getTime() > due.getTime() + target.grace * SECOND) return down(`the last beat is ${ago(okAt, now).replace(' ago', ' old')}`);
  return up(`last beat ${ago(okAt, now)}`);
}

/** When the beat after this one is due. A beat shortly before its time counts for it: clocks differ. */
export function dueAfter({ period, schedule, timeZone, grace }: HeartbeatDemand, okAt: Date): Date {
  if (schedule === '') return addMs(okAt, period * SECOND);
  const early = Math.min(grace, 60) * SECOND;
  return scheduleOf(schedule, timeZone).nextRun(addMs(okAt, early)) ?? addMs(okAt, early);
}

const known = new Map<string, Cron>();

function scheduleOf(schedule: string, timeZone: string): Cron {
  const key = `${timeZone} ${schedule}`;
  const cron = known.get(key) ?? new Cron(schedule, { timezone: timeZone, paused: true });
  if (known.size > 10_000) known.clear();
  known.set(key, cron);
  return cron;
}

function isLast(at: Date, okAt: Date | null): boolean {
  return okAt === null || at > okAt;
}

function ago(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - at.getTime()) / SECOND));
  if (seconds < 180) return `${seconds} s ago`;
  return seconds < 10_800 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3_600)} h ago`;
}
