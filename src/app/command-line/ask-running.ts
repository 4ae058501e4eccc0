import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { type ErrorCode, errorTable } from '#kernel/error-table.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { commandSocket, isOurs } from './listen-for-commands.ts';

const errorShape = z.object({
  error: z.object({
    code: z.custom<ErrorCode>((code) => typeof code === 'string' && code in errorTable),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
});

/**
 * Asks the Shopbell that holds the data folder; `null`: whoever holds it does not answer commands. Throws what the running one threw.
 */
export async function askRunning<S extends z.ZodType>(
  dataFolder: string,
  path: string,
  asked: object,
  shape: S,
): Promise<z.output<S> | null> {
  const socket = commandSocket(dataFolder);
  if (!(await isOurs(socket))) return null;
  const answer = await post(socket, path, JSON.stringify(asked));
  if (answer === null) return null;
  const failed = errorShape.safeParse(answer);
  if (failed.success) throw new ShopbellError(failed.data.error.code, failed.data.error.details);
  return shape.parse(answer);
}

function post(socketPath: string, path: string, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const asking = request({ socketPath, path, method: 'POST', headers }, (response) => {
      text(response).then((all) => resolve(JSON.parse(all)), reject);
    });
    asking.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    asking.end(body);
  });
}
