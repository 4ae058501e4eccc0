import { open, rm } from 'node:fs/promises';
import { readConfig } from '#app/config.ts';
import { openHouse } from '#app/open-house.ts';
import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { listOrganisations, listShops } from '#registry/index.ts';
import {
  type AffectedChoice,
  type AffectedDocument,
  listEntered,
  listPeople,
  listRecordsOpened,
  tellAffected,
} from '#steps/detect/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { affectedInWords } from './affected-in-words.ts';

export interface AffectedOptions {
  readonly shop?: string;
  readonly actor?: readonly string[];
  readonly route?: readonly string[];
  readonly since?: Date;
  readonly until?: Date;
  readonly ask?: true;
  readonly list?: string;
  readonly by: 'record' | 'person' | 'account';
  readonly purpose?: string;
  readonly json?: true;
}

/** Opens the data folder, tells whose data it was on stdout, and writes the list that was asked for. */
export async function runAffected(signal: string | null, options: AffectedOptions): Promise<void> {
  checkOptions(signal, options);
  const { house, close } = await openHouse(readConfig(process.env, process.cwd()), () => 'http://localhost');
  try {
    const { scope, choice } = await choose(house, signal, options);
    const asked = options.ask ? { choice, purpose: purposeOf(options) } : { choice };
    const document = await tellAffected(scope, asked);
    if (options.list !== undefined) {
      const lines = await writeList(options.list, () => openList(scope, choice, options));
      process.stderr.write(`${lines} lines written to ${options.list}; that it was opened, and why, is in the ledger\n`);
    }
    process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : affectedInWords(document));
    process.exitCode = foundSomebody(document) ? exitCodes.found : exitCodes.fine;
  } finally {
    await close();
  }
}

function foundSomebody({ people, records }: AffectedDocument): boolean {
  return records > 0 || people.atMost !== 0;
}

function checkOptions(signal: string | null, options: AffectedOptions): void {
  const wrong = (reason: string): never => {
    throw new ShopbellError('INPUT_INVALID', { reason });
  };
  const free = [options.shop, options.actor, options.route, options.since, options.until].some((one) => one !== undefined);
  if (signal !== null && !isId('sig', signal)) wrong(`${signal} is no signal’s id, which begins with sig_`);
  if (signal !== null && free) wrong('give a signal, or choose by --actor, --route, --since, --until; not both');
  if (signal === null && !free) wrong('give a signal’s id, or choose by --actor, --route, --since, --until');
  if (options.by === 'account' && signal === null) wrong('--by account needs a signal');
  if (options.ask || options.list !== undefined) purposeOf(options);
}

function purposeOf({ purpose = '' }: AffectedOptions): string {
  if (purpose.trim().length >= 10) return purpose;
  throw new ShopbellError('INPUT_INVALID', { reason: '--purpose: say in at least ten characters why it is opened' });
}

interface Found {
  readonly scope: Scope;
  readonly choice: AffectedChoice;
}

/** Finds the organisation whose signal or shop it is. Throws NOT_FOUND, INPUT_INVALID when several shops would fit. */
async function choose(house: House, signal: string | null, options: AffectedOptions): Promise<Found> {
  const scopeOf = (org: OrgId): Scope => ({ house, org, actor: { kind: 'system', id: 'command-line', role: 'system' } });
  const organisations = await listOrganisations(house.state);
  if (signal !== null && isId('sig', signal)) {
    for (const { id } of organisations) {
      const known = await tellAffected(scopeOf(id), { choice: { signal } }).catch(unlessNotFound);
      if (known !== null) return { scope: scopeOf(id), choice: { signal } };
    }
    throw new ShopbellError('NOT_FOUND', { what: 'signal' });
  }
  const all = (await Promise.all(organisations.map(({ id }) => house.state.inOrg(id, (db) => listShops(db))))).flat();
  const fitting = options.shop === undefined ? all : all.filter((one) => one.id === options.shop || one.name === options.shop);
  const [shop, ...others] = fitting;
  if (shop === undefined) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  if (others.length > 0)
    throw new ShopbellError('INPUT_INVALID', { reason: `--shop: say which, ${fitting.map((one) => one.id).join(' or ')}` });
  const until = options.until ?? house.clock.now();
  const from = options.since ?? new Date(until.getTime() - DAY);
  if (from > until) throw new ShopbellError('INPUT_INVALID', { reason: '--since is after --until' });
  const words = { addresses: [...(options.actor ?? [])], routes: [...(options.route ?? [])] };
  return { scope: scopeOf(shop.org), choice: { shop: shop.id, from: from.toISOString(), to: until.toISOString(), ...words } };
}

function unlessNotFound(error: unknown): null {
  if (error instanceof ShopbellError && error.code === 'NOT_FOUND') return null;
  throw error;
}

function openList(scope: Scope, choice: AffectedChoice, options: AffectedOptions): Promise<{ readonly csv: string }> {
  const purpose = purposeOf(options);
  if (options.by === 'person') return listPeople(scope, { choice, purpose });
  if (options.by === 'account' && 'signal' in choice) return listEntered(scope, { signal: choice.signal, purpose });
  return listRecordsOpened(scope, { choice, purpose });
}

/**
 * Makes the file first, so that nothing is opened for a place that cannot hold it; a file that is there already is left alone. Returns how
 * many lines it holds below the heading. Throws FILE_UNWRITABLE.
 */
async function writeList(path: string, openIt: () => Promise<{ readonly csv: string }>): Promise<number> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw new ShopbellError('FILE_UNWRITABLE', { path, reason: messageOf(error) }, { cause: error });
  });
  try {
    const { csv } = await openIt();
    await file.writeFile(csv);
    await file.chmod(0o600);
    await file.sync();
    return csv.split('\r\n').length - 2;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
