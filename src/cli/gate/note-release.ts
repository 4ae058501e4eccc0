import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import { askApi } from '../ask-api.ts';
import type { GateFlags } from './gate-flags.ts';

const doneShape = z.object({ release: z.string(), isNew: z.boolean() });
const errorShape = z.object({ error: z.object({ message: z.string() }) });

/** Whether a release is to be told, and all that this needs is there. Throws INPUT_INVALID. */
export function wantsNote({ noteRelease, to }: Pick<GateFlags, 'noteRelease' | 'to'>): boolean {
  if (noteRelease === undefined) return false;
  if (to === undefined) throw new ShopbellError('INPUT_INVALID', { reason: '--note-release: say by --to where your Shopbell is' });
  return true;
}

/** Tells the console of a release that passed. Throws TARGET_UNREACHABLE with what it said. */
export async function noteReleaseThere({ noteRelease, shop, to = '', key }: GateFlags): Promise<void> {
  const body = { version: noteRelease, ...(shop === undefined ? {} : { shop }) };
  const answer = await askApi({ to, variable: key, path: 'releases', body });
  const done = doneShape.safeParse(answer.body);
  if (answer.status < 300 && done.success) {
    process.stderr.write(`release ${noteRelease} ${done.data.isNew ? 'noted' : 'was noted before'}\n`);
    return;
  }
  const failed = errorShape.safeParse(answer.body);
  const reason = failed.success ? failed.data.error.message : `it answered ${answer.status} and nothing that can be read`;
  throw new ShopbellError('TARGET_UNREACHABLE', { host: answer.host, reason });
}
