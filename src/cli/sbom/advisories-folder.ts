import { join, resolve } from 'node:path';

/** The folder of advisories that was named, else the one in the data folder. */
export function advisoriesFolder(named: string | undefined): string {
  return resolve(named ?? join(process.env.SHOPBELL_DATA ?? '.shopbell', 'advisories'));
}
