import { z } from 'zod';
import type { SftpFile } from '#engines/sftp/types.ts';
import { MINUTE } from '#kernel/time.ts';

export const fileMarkShape = z.object({
  /** As the folder said when it was last looked at: bytes, and ms since 1970 by the server's clock. */
  size: z.int(),
  changed: z.int(),
  /** It was read to its end as it is now. */
  whole: z.boolean(),
  /** Looks in a row at which it had changed since the one before. */
  tries: z.int(),
  /** Of what was read last: lines left out, and what was wrong with the first or with the file; '' when nothing. */
  rejected: z.int(),
  reason: z.string(),
});
/** How far a file was read. */
export type FileMark = z.output<typeof fileMarkShape>;
/** By the file's name. */
export type FileMarks = Readonly<Record<string, FileMark>>;

export interface ChosenFile {
  readonly file: SftpFile;
  /** It no longer grows: its last line is whole although nothing ends it. */
  readonly isStill: boolean;
}

export interface ChosenFiles {
  /** What is to be read now, the oldest first. */
  readonly read: readonly ChosenFile[];
  /** Every file of the folder, as it is marked when nothing is read. */
  readonly marks: FileMarks;
}

/** What was not written to for so long may be read at its first look. */
const OLD = 15 * MINUTE;
/** A file that changes at every look is read all the same, as far as its lines are whole. */
const TRIES = 3;

/**
 * Which files of a folder are new or grew since they were read. What is still being written is waited for: until it is the same at two looks, is
 * old, or has changed at three. Pure.
 */
export function chooseFiles(files: readonly SftpFile[], known: FileMarks, now: number): ChosenFiles {
  const read: ChosenFile[] = [];
  const marks: Record<string, FileMark> = {};
  for (const file of files.toSorted((a, b) => a.changed - b.changed || (a.name < b.name ? -1 : 1))) {
    const { name, size, changed } = file;
    const mark = Object.hasOwn(known, name) ? known[name] : undefined;
    const isStill = mark !== undefined && mark.size === size && mark.changed === changed;
    const tries = isStill ? mark.tries : (mark?.tries ?? 0) + 1;
    marks[name] = isStill ? mark : { size, changed, whole: false, tries, rejected: mark?.rejected ?? 0, reason: mark?.reason ?? '' };
    if (size === 0 || (isStill && mark.whole)) continue;
    if (isStill || now - changed >= OLD || tries >= TRIES) read.push({ file, isStill });
  }
  return { read, marks };
}
