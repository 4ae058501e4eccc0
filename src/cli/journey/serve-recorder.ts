import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Recorder } from '#engines/journeys/record/open-recorder.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { RECORDER_SCRIPT, RECORDER_STYLE, recorderPage } from './recorder-page.ts';
import { recorderLanguage, sayNote } from './recorder-words.ts';

const MOST_BODY = 20_000;
const place = z.number().min(0).max(4_000);
const actShape = z.discriminatedUnion('what', [
  z.object({ what: z.literal('click'), x: place, y: place }),
  z.object({ what: z.literal('type'), text: z.string().max(200) }),
  z.object({ what: z.literal('key'), key: z.string().max(20) }),
  z.object({ what: z.literal('choose'), label: z.string().max(200) }),
  z.object({ what: z.literal('scroll'), by: z.number().min(-5_000).max(5_000) }),
]);
const doneShape = z.object({ atPayment: z.boolean() });

export interface ServedRecorder {
  /** With a secret that nobody can guess: whoever has it clicks in the shop. */
  readonly url: string;
  /** Whether the page that was open last asks for payment. */
  readonly done: Promise<boolean>;
  close(): Promise<void>;
}

/** Shows a recorder to a person's own browser, on this machine only (`port` 0: any that is free). Throws INPUT_INVALID for a port that cannot be had. */
export async function serveRecorder(recorder: Recorder, port: number): Promise<ServedRecorder> {
  const secret = randomBytes(18).toString('base64url');
  let finish: (atPayment: boolean) => void = () => undefined;
  const done = new Promise<boolean>((resolve) => {
    finish = resolve;
  });
  const server = createServer((request, response) => {
    answer(request, response, { recorder, secret, finish }).catch((thrown) =>
      send(response, 500, 'application/json', JSON.stringify({ said: messageOf(thrown), lines: recorder.lines() })),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve)).catch((cause: unknown) => {
    throw new ShopbellError('INPUT_INVALID', { reason: `--port ${port}: ${messageOf(cause)}` }, { cause });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}/`,
    done,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Serving {
  readonly recorder: Recorder;
  readonly secret: string;
  finish(atPayment: boolean): void;
}

const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  'style.css': ['text/css', RECORDER_STYLE],
  'script.js': ['text/javascript', RECORDER_SCRIPT],
};

async function answer(request: IncomingMessage, response: ServerResponse, { recorder, secret, finish }: Serving): Promise<void> {
  const [, given, name = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
  // A page elsewhere that leads its own name here has another name.
  const isHere = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.headers.host ?? '');
  if (given !== secret || !isHere) return send(response, 404, 'text/plain', 'not found');
  const language = recorderLanguage(request.headers['accept-language']);
  const file = name === '' ? (['text/html; charset=utf-8', recorderPage(language)] as const) : FILES[name];
  if (request.method === 'GET' && file) return send(response, 200, ...file);
  if (request.method === 'GET' && name === 'picture') return send(response, 200, 'image/jpeg', await recorder.picture());
  if (request.method !== 'POST') return send(response, 404, 'text/plain', 'not found');
  const body: unknown = JSON.parse(await bodyOf(request));
  if (name === 'done') {
    const { atPayment } = doneShape.parse(body);
    send(response, 200, 'application/json', '{}');
    finish(atPayment);
    return;
  }
  const act = recorder.act(actShape.parse(body)).then((note) => note && sayNote(note, language));
  const said = await act.catch((thrown: unknown) => messageOf(thrown).split('\n')[0] ?? '');
  send(response, 200, 'application/json', JSON.stringify({ said, lines: recorder.lines() }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > MOST_BODY) throw new Error('too much at once');
  }
  return text;
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    ...{ 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' },
    'content-security-policy':
      "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'",
  });
  response.end(body);
}
