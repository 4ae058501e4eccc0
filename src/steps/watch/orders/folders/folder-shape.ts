import { z } from 'zod';

/** A folder of an SFTP server, and which of its files tell of orders. */
export const folderShape = z.strictObject({
  host: z
    .string()
    .trim()
    .max(253)
    .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$|^\[?[0-9a-f:.]+\]?$/i, 'must be a host such as sftp.erp.example'),
  port: z.int().min(1).max(65_535),
  user: z.string().trim().min(1).max(200),
  folder: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .refine((text) => !/\p{C}/u.test(text), 'must be a path such as /out/orders'),
  /** `*` stands for anything, `?` for one sign. */
  pattern: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^/\\\p{C}]+$/u, 'must be a file name such as orders-*.csv'),
});
export type FolderPlace = z.output<typeof folderShape>;

/** As `ssh-keygen -l` writes it. */
export const hostKeyShape = z
  .string()
  .trim()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'must be like SHA256: and 43 signs, as ssh-keygen -l writes it');

/** Whether a file's name is meant by a pattern. Takes time with the length of both, whatever they hold. Pure. */
export function isMeant(name: string, pattern: string): boolean {
  let [at, in_, star, from] = [0, 0, -1, 0];
  while (at < name.length) {
    const sign = pattern[in_];
    if (sign === '*') [star, from, in_] = [in_, at, in_ + 1];
    else if (sign === '?' || sign === name[at]) [at, in_] = [at + 1, in_ + 1];
    else if (star >= 0) [from, at, in_] = [from + 1, from + 1, star + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(in_));
}
