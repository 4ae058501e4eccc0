import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { answerApply, applyRequestShape } from '#app/command-line/answer-apply.ts';
import { askRunning } from '#app/command-line/ask-running.ts';
import { readConfig } from '#app/config.ts';
import { openHouse } from '#app/open-house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { type AppliedDocument, appliedShape, type CheckFiles, readCheckFiles } from '#steps/watch/index.ts';
import { askApi } from '../ask-api.ts';
import { exitCodes } from '../exit-codes.ts';
import { appliedInWords } from './applied-in-words.ts';
import { beatLine } from './beat-line.ts';
import { readFolder } from './read-folder.ts';

/** As the command line says them. */
export interface ApplyOptions {
  readonly set: string;
  readonly plan?: true;
  readonly yes?: true;
  readonly organisation?: string;
  readonly to?: string;
  readonly key: string;
  readonly json?: true;
}

type Ask = (apply: boolean) => Promise<AppliedDocument>;

/** Shows the plan, asks, applies. */
export async function runApply(folder: string, options: ApplyOptions): Promise<void> {
  const files = await readFolder(folder);
  const { wanted } = readCheckFiles(files);
  const variables = new Set(wanted.flatMap((check) => Object.values(check.secrets)));
  const set = [...variables].flatMap((name) => {
    const value = process.env[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const sent: CheckFiles = { set: options.set, files, secrets: Object.fromEntries(set) };
  if (options.to !== undefined) return carryOut(askOverWeb(options.to, options.key, sent), options);
  const config = readConfig(process.env, process.cwd());
  const opened = await openHouse(config, () => 'http://localhost').catch(unlessBusy);
  const request = {
    ...sent,
    secrets: sent.secrets ?? {},
    ...(options.organisation === undefined ? {} : { organisation: options.organisation }),
  };
  try {
    await carryOut(async (apply) => {
      if (!(opened instanceof ShopbellError)) return answerApply(opened.house, applyRequestShape.parse({ ...request, apply }));
      const answer = await askRunning(config.dataFolder, '/apply', { ...request, apply }, appliedShape);
      if (answer === null) throw opened;
      return answer;
    }, options);
  } finally {
    if (!(opened instanceof ShopbellError)) await opened.close();
  }
}

function unlessBusy(error: unknown): ShopbellError {
  if (error instanceof ShopbellError && error.code === 'DATA_FOLDER_BUSY') return error;
  throw error;
}

async function carryOut(ask: Ask, { plan, yes, json }: ApplyOptions): Promise<void> {
  const tell = (document: AppliedDocument) => process.stdout.write(json ? `${JSON.stringify(document)}\n` : appliedInWords(document));
  const planned = await ask(false);
  const changes = planned.changes.filter(({ action }) => action !== 'same').length;
  if (planned.faults.length > 0 || plan || changes === 0) {
    tell(planned);
    process.exitCode = planned.faults.length > 0 ? exitCodes.usage : plan && changes > 0 ? exitCodes.found : exitCodes.fine;
    // What is the files' already, only not yet known to be, is noted without a question.
    if (planned.faults.length === 0 && !plan) await ask(true);
    return;
  }
  if (!yes && !(await isAgreed(planned, json ?? false))) {
    process.exitCode = exitCodes.usage;
    return;
  }
  const done = await ask(true);
  if (!yes && !json) process.stdout.write(done.beats.map((beat) => `${beatLine(beat)}\n`).join(''));
  else tell(done);
  process.stderr.write('applied\n');
}

/** Asks on a terminal; nobody can answer elsewhere. */
async function isAgreed(planned: AppliedDocument, json: boolean): Promise<boolean> {
  process.stderr.write(json ? '' : appliedInWords(planned));
  if (!process.stdin.isTTY) {
    process.stderr.write('Nothing was changed: say --yes to apply without being asked.\n');
    return false;
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question('Apply this? (yes/no) ');
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
}

const errorShape = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

function askOverWeb(to: string, variable: string, sent: CheckFiles): Ask {
  return async (apply) => {
    const answer = await askApi({ to, variable, path: `checks/${apply ? 'apply' : 'plan'}`, body: sent });
    const document = appliedShape.safeParse(answer.body);
    if (document.success) return document.data;
    const failed = errorShape.safeParse(answer.body);
    const reason = failed.success ? failed.data.error.message : `it answered ${answer.status} and nothing that can be read`;
    throw new ShopbellError('TARGET_UNREACHABLE', { host: answer.host, reason });
  };
}
