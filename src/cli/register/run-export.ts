import { writeFile } from 'node:fs/promises';
import { answerRegister, type RegisterAnswer, registerAnswerShape, registerRequestShape } from '#app/command-line/answer-register.ts';
import { askRunning } from '#app/command-line/ask-running.ts';
import { readConfig } from '#app/config.ts';
import { openHouse } from '#app/open-house.ts';
import { describeIssues } from '#kernel/describe-issues.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

export interface ExportOptions {
  readonly format: string;
  readonly out?: string;
  readonly organisation?: string;
  readonly language: string;
}

/** Writes the register as a file; beside a running Shopbell that one answers. */
export async function runExport(file: string | undefined, { format, out, organisation, language }: ExportOptions): Promise<void> {
  const request = registerRequestShape.safeParse({ format, language, ...(organisation === undefined ? {} : { organisation }) });
  if (!request.success) throw new ShopbellError('INPUT_INVALID', { reason: describeIssues(request.error) });
  const path = out ?? file;
  const config = readConfig(process.env, process.cwd());
  const opened = await openHouse(config, () => 'http://localhost').catch(unlessBusy);
  try {
    const answer: RegisterAnswer | null =
      opened instanceof ShopbellError
        ? await askRunning(config.dataFolder, '/register', request.data, registerAnswerShape)
        : await answerRegister(opened.house, request.data);
    if (answer === null) throw opened;
    await write(path, Buffer.from(answer.base64, 'base64'));
    process.stderr.write(`${answer.links} links of ${answer.organisation}; head ${answer.head}\n`);
  } finally {
    if (!(opened instanceof ShopbellError)) await opened.close();
  }
}

async function write(path: string | undefined, bytes: Buffer): Promise<void> {
  if (path === undefined) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    return;
  }
  // A file that is there already is left alone: it may be the one that somebody holds this one against.
  await writeFile(path, bytes, { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
    throw new ShopbellError('FILE_UNWRITABLE', { path, reason: messageOf(cause) }, { cause });
  });
}

function unlessBusy(error: unknown): ShopbellError {
  if (error instanceof ShopbellError && error.code === 'DATA_FOLDER_BUSY') return error;
  throw error;
}
