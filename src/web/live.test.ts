import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { liveStream, type Notify } from './live.ts';
import type { WebEnv } from './types.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

test('topics arrive together, a reader who leaves is forgotten, and the house can end the stream', async () => {
  const listeners = new Set<Notify>();
  const closing = new AbortController();
  const app = new Hono<WebEnv>();
  app.use(async (c, next) => {
    c.set('house', house);
    await next();
  });
  app.get('/live', (c) =>
    liveStream(
      c,
      (notify) => {
        listeners.add(notify);
        return () => listeners.delete(notify);
      },
      closing.signal,
    ),
  );
  const answer = await app.request('/live');
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = (answer.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toContain('event: hello');
  for (const notify of listeners) {
    notify('decide.case-opened');
    notify('decide.case-opened');
    notify('tell');
  }
  expect((await reader.read()).value).toBe('event: changed\ndata: ["decide.case-opened","tell"]\n\n');
  closing.abort();
  expect((await reader.read()).done).toBe(true);
  expect(listeners.size).toBe(0);
});
