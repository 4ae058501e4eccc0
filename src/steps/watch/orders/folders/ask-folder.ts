import type { House } from '#engines/house.ts';
import type { SftpVisit } from '#engines/sftp/types.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { DAY } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { openSecrets } from '../../check-secrets.ts';
import type { OrderFeed } from '../feeds/store.ts';
import { readOrderFile } from '../files/read-order-file.ts';
import { storeSteps } from '../store-steps.ts';
import { type ChosenFile, chooseFiles, type FileMark, type FileMarks } from './choose-files.ts';
import { isMeant } from './folder-shape.ts';
import { wholeLines } from './whole-lines.ts';

export interface FolderAnswer {
  /** Steps that were not known before. */
  readonly steps: number;
  /** Lines left out, of all files that lie there. */
  readonly rejected: number;
  /** Why something was left out; '' when nothing was. */
  readonly reason: string;
  readonly files: FileMarks;
  readonly hostKey: string;
  readonly newest: Date | null;
  /** There are more files to read, and they need not wait. */
  readonly more: boolean;
}

/** One visit, so that a folder with much to tell holds up nobody. */
const ROUND = { files: 100, ms: 60_000, timeoutMs: 5 * 60_000 };
const MOST_FILES = 2_000;
const MOST_BYTES = 256 * 1_024 * 1_024;
/** What was written before tells of nothing that is followed. */
const REACH = 90 * DAY;

/**
 * Looks once into a folder of an SFTP server and stores what new and grown files tell: numbers sealed, nothing else kept, nothing changed there.
 * A file that is wrong keeps no other from being read. Throws what a visit throws.
 */
export async function askFolder(
  house: House,
  feed: OrderFeed,
  { place, secrets, files: known, hostKey }: NonNullable<OrderFeed['folder']>,
): Promise<FolderAnswer> {
  const { allowPrivate } = await house.state.inOrg(feed.org, (db) => findShop(db, feed.shop));
  const { host, port, user, folder, pattern } = place;
  const server = { host, port, user, hostKey, ...openSecrets(house, { org: feed.org, secrets }) };
  const until = house.clock.ticks() + ROUND.ms;
  const now = house.clock.now().getTime();
  return house.sftp.visit(server, { timeoutMs: ROUND.timeoutMs, allowPrivate }, async (visit) => {
    const { files, hasMore } = await visit.list(folder, (name) => isMeant(name, pattern), MOST_FILES);
    const { read, marks: before } = chooseFiles(
      files.filter(({ changed }) => changed >= now - REACH),
      known,
      now,
    );
    const marks: Record<string, FileMark> = { ...before };
    const told = { steps: 0, newest: 0 };
    let done = 0;
    for (const chosen of read) {
      if (done >= ROUND.files || house.clock.ticks() > until) break;
      marks[chosen.file.name] = await readOne({ house, feed, folder, visit }, chosen, marks[chosen.file.name], told);
      done += 1;
    }
    const faults = Object.entries(marks).filter(([, { reason }]) => reason !== '');
    const much = hasMore ? `more than ${MOST_FILES} files are meant; the others are not read. ` : '';
    return {
      ...{
        steps: told.steps,
        rejected: Object.values(marks).reduce((sum, one) => sum + one.rejected, 0),
        files: marks,
        hostKey: visit.hostKey,
      },
      reason: `${much}${faults.map(([name, { reason }]) => `${name}: ${reason}`).join('; ')}`.slice(0, 300),
      newest: told.newest === 0 ? null : new Date(told.newest),
      more: done < read.length,
    };
  });
}

interface Reading {
  readonly house: House;
  readonly feed: OrderFeed;
  readonly folder: string;
  readonly visit: SftpVisit;
}

async function readOne(
  { house, feed, folder, visit }: Reading,
  { file, isStill }: ChosenFile,
  mark: FileMark | undefined,
  told: { steps: number; newest: number },
): Promise<FileMark> {
  const { name, size, changed } = file;
  const next = { size, changed, tries: isStill ? 0 : (mark?.tries ?? 0), whole: true, rejected: 0, reason: '' };
  if (size > MOST_BYTES) return { ...next, reason: `it is larger than ${MOST_BYTES / 1_024 / 1_024} MiB and not read` };
  const lines = wholeLines(visit.read(folder, name, size), isStill);
  try {
    for await (const batch of readOrderFile(lines.chunks, { name, toldBy: feed.toldBy, zone: feed.timeZone })) {
      told.steps += await storeSteps(house, { org: feed.org, shop: feed.shop, source: feed.id }, batch.steps);
      told.newest = batch.steps.reduce((newest, { at }) => Math.max(newest, at), told.newest);
      next.rejected += batch.rejected.length;
      const [first] = batch.rejected;
      if (next.reason === '' && first !== undefined) next.reason = `line ${first.line}: ${first.reason}`;
    }
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'ORDER_FILE_INVALID') throw thrown;
    // What is still being written may be wrong only because it is not whole.
    if (isStill) next.reason = reasonOf(thrown);
    else next.whole = false;
  }
  // A last line that nothing ends is read when the file has been seen twice as it is.
  return lines.isCut() ? { ...next, whole: false } : next;
}

function reasonOf(thrown: ShopbellError): string {
  return messageOf(thrown).slice(0, 200);
}
