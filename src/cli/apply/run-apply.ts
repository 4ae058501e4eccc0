import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { answerApply, applyRequestShape } from '#app/command-line/answer-apply.ts';
import { askRunning } from '#app/command-line/ask-running.ts';
import { readConfig } from '#app/config.ts';
import { openHouse } from '#app/open-house.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { type AppliedDocument, appliedShape, type CheckFiles, readCheckFiles } from '#steps/watch/index.ts';
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

/** A Shopbell elsewhere is asked over HTTPS with an API key; over plain HTTP only on this machine. */
function askOverWeb(to: string, variable: string, sent: CheckFiles): Ask {
  const key = process.env[variable];
  // What is no API key, such as the master key, must not leave this machine.
  if (!key?.startsWith('sb_'))
    throw new ShopbellError('INPUT_INVALID', { reason: `--key: the variable ${variable} of the environment holds no API key (sb_…)` });
  const base = URL.parse(to);
  const isLocal = base !== null && ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  if (base === null || !(base.protocol === 'https:' || (base.protocol === 'http:' && isLocal)))
    throw new ShopbellError('INPUT_INVALID', { reason: '--to: must be an https address' });
  return async (apply) => {
    const answer = await openHttpClient().request({
      url: new URL(`api/checks/${apply ? 'apply' : 'plan'}`, base.href.endsWith('/') ? base.href : `${base.href}/`).href,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(sent),
      allowPrivate: true,
      timeoutMs: 60_000,
      maxRedirects: 0,
      maxBytes: 20_000_000,
    });
    const body = parsed(answer.body);
    const document = appliedShape.safeParse(body);
    if (document.success) return document.data;
    const failed = errorShape.safeParse(body);
    const reason = failed.success ? failed.data.error.message : `it answered ${answer.status} and nothing that can be read`;
    throw new ShopbellError('TARGET_UNREACHABLE', { host: base.host, reason });
  };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (thrown) {
    return messageOf(thrown);
  }
}
