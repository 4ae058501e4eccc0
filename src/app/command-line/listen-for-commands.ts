import { lstat, mkdir, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import { socketFolder } from '#engines/files/socket-folder.ts';
import type { House } from '#engines/house.ts';
import { describeIssues } from '#kernel/describe-issues.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { closeWithin } from '../listen-http.ts';
import { affectedRequestShape, answerAffected } from './answer-affected.ts';
import { answerApply, applyRequestShape } from './answer-apply.ts';
import { answerRegister, registerRequestShape } from './answer-register.ts';

const MOST_BYTES = 20_000_000;
const ANSWERS_WITHIN_MS = 3_000;

/** The socket of a running Shopbell's command line, in a folder that only its own user may enter. */
export function commandSocket(dataFolder: string): string {
  return join(socketFolder(dataFolder), 'own', 'line');
}

/** Whether the socket's folder belongs to this user alone: where it stands in the temporary folder, anybody could have made it before. */
export async function isOurs(socket: string): Promise<boolean> {
  const folder = await lstat(dirname(socket)).catch(() => null);
  return folder?.isDirectory() === true && folder.uid === process.getuid?.() && (folder.mode & 0o077) === 0;
}

/**
 * Answers commands that are typed beside a running Shopbell, which alone may open the data folder. Who reaches the socket is the user
 * that owns the data folder. The caller holds the data folder, so a socket that is there already is a dead one's. Throws DATA_FOLDER_UNUSABLE.
 */
export async function listenForCommands(house: House, dataFolder: string): Promise<() => Promise<void>> {
  const path = commandSocket(dataFolder);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (!(await isOurs(path))) throw new ShopbellError('DATA_FOLDER_UNUSABLE', { path: dirname(path), reason: 'another user may enter it' });
  await rm(path, { force: true });
  const server = createAdaptorServer({ fetch: makeApp(house).fetch, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  return async () => {
    await closeWithin(server, ANSWERS_WITHIN_MS);
    await rm(path, { force: true });
  };
}

function makeApp(house: House): Hono {
  const app = new Hono();
  const onError = (): never => {
    throw new ShopbellError('TOO_LARGE', { what: 'The command', limit: MOST_BYTES });
  };
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError }));
  const answer = <S extends z.ZodType>(path: string, shape: S, work: (house: House, request: z.output<S>) => Promise<object>) =>
    app.post(path, async (c) => {
      const parsed = shape.safeParse(await c.req.json().catch(() => null));
      if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: describeIssues(parsed.error) });
      return c.json(await work(house, parsed.data));
    });
  answer('/affected', affectedRequestShape, answerAffected);
  answer('/apply', applyRequestShape, answerApply);
  answer('/register', registerRequestShape, answerRegister);
  app.onError((thrown, c) => {
    const error = thrown instanceof ShopbellError ? thrown : new ShopbellError('DEFECT', {}, { cause: thrown });
    if (error.code === 'DEFECT') house.log.error('a command could not be answered', { reason: messageOf(thrown) });
    return c.json({ error: { code: error.code, details: error.details } }, error.code === 'DEFECT' ? 500 : 400);
  });
  return app;
}
