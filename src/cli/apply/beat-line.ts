import type { AppliedDocument } from '#steps/watch/index.ts';

/** Where a new heartbeat's job calls, and writes to. */
export function beatLine({ key, url, mail }: AppliedDocument['beats'][number]): string {
  return `${key} calls ${url}${mail === null ? '' : ` or sends mail to ${mail}`} (shown this once)`;
}
