import type { House } from '#engines/house.ts';
import { sendReports } from './report/send-reports.ts';

const REPORTS_JOB = 'watch.weekly-reports';

/** Declares what this room does later: the weekly reports. Call before `jobs.start()`. */
export function defineJobs(house: House): void {
  house.jobs.define(REPORTS_JOB, () => sendReports(house), { concurrency: 1 });
}

/** Sets the schedule: every five minutes it is asked which shop's Monday morning has come. Call after `jobs.start()`. */
export async function scheduleJobs(house: House): Promise<void> {
  await house.jobs.schedule(REPORTS_JOB, '*/5 * * * *');
}
