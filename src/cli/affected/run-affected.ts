import { open, rm } from 'node:fs/promises';
import { type AffectedAnswer, type AffectedRequest, affectedAnswerShape, answerAffected } from '#app/command-line/answer-affected.ts';
import { askRunning } from '#app/command-line/ask-running.ts';
import { readConfig } from '#app/config.ts';
import { openHouse } from '#app/open-house.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import type { AffectedDocument } from '#steps/detect/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { affectedInWords } from './affected-in-words.ts';

export interface AffectedOptions {
  readonly shop?: string;
  readonly actor?: readonly string[];
  readonly account?: readonly string[];
  readonly route?: readonly string[];
  readonly since?: Date;
  readonly until?: Date;
  readonly ask?: true;
  readonly list?: string;
  readonly by: 'record' | 'person' | 'account';
  readonly purpose?: string;
  readonly json?: true;
}

/** Tells whose data it was on stdout, and writes the list that was asked for; beside a running Shopbell that one answers. */
export async function runAffected(signal: string | null, options: AffectedOptions): Promise<void> {
  checkOptions(signal, options);
  const config = readConfig(process.env, process.cwd());
  const opened = await openHouse(config, () => 'http://localhost').catch(unlessBusy);
  const ask = async (request: AffectedRequest): Promise<AffectedAnswer> => {
    if (opened instanceof ShopbellError) {
      const answer: AffectedAnswer | null = await askRunning(config.dataFolder, '/affected', request, affectedAnswerShape);
      if (answer === null) throw opened;
      return answer;
    }
    return answerAffected(opened.house, request);
  };
  try {
    await answer(ask, signal, options);
  } finally {
    if (!(opened instanceof ShopbellError)) await opened.close();
  }
}

function unlessBusy(error: unknown): ShopbellError {
  if (error instanceof ShopbellError && error.code === 'DATA_FOLDER_BUSY') return error;
  throw error;
}

type Ask = (request: AffectedRequest) => Promise<AffectedAnswer>;

async function answer(ask: Ask, signal: string | null, options: AffectedOptions): Promise<void> {
  const { list, json, since, until, actor, account, route, ...rest } = options;
  const request = {
    ...{ ...rest, signal },
    ...(actor === undefined ? {} : { actor: [...actor] }),
    ...(account === undefined ? {} : { account: [...account] }),
    ...(route === undefined ? {} : { route: [...route] }),
    ...(since === undefined ? {} : { since: since.toISOString() }),
    ...(until === undefined ? {} : { until: until.toISOString() }),
  };
  const told = await ask({ ...request, want: 'document' });
  if (!('document' in told)) throw new Error('the document was asked for');
  if (list !== undefined) {
    const lines = await writeList(list, async () => {
      const opened = await ask({ ...request, want: 'list' });
      if (!('csv' in opened)) throw new Error('the list was asked for');
      return opened;
    });
    process.stderr.write(`${lines} lines written to ${list}; that it was opened, and why, is in the ledger\n`);
  }
  process.stdout.write(json ? `${JSON.stringify(told.document, null, 2)}\n` : affectedInWords(told.document));
  process.exitCode = foundSomebody(told.document) ? exitCodes.found : exitCodes.fine;
}

function foundSomebody({ people, records }: AffectedDocument): boolean {
  return records > 0 || people.atMost !== 0;
}

function checkOptions(signal: string | null, options: AffectedOptions): void {
  const wrong = (reason: string): never => {
    throw new ShopbellError('INPUT_INVALID', { reason });
  };
  const free = [options.shop, options.actor, options.account, options.route, options.since, options.until].some((one) => one !== undefined);
  if (signal !== null && !isId('sig', signal)) wrong(`${signal} is no signal’s id, which begins with sig_`);
  if (signal !== null && free) wrong('give a signal, or choose by --actor, --account, --route, --since, --until; not both');
  if (signal === null && !free) wrong('give a signal’s id, or choose by --actor, --account, --route, --since, --until');
  if (options.by === 'account' && signal === null) wrong('--by account needs a signal');
  if (options.ask || options.list !== undefined) purposeOf(options);
}

function purposeOf({ purpose = '' }: AffectedOptions): string {
  if (purpose.trim().length >= 10) return purpose;
  throw new ShopbellError('INPUT_INVALID', { reason: '--purpose: say in at least ten characters why it is opened' });
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
