import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { type RunningServer, serveApp } from '../shop/serve-app.ts';

const reviews = `const place = document.getElementById('reviews');
if (place) {
  place.replaceChildren();
  for (const words of ['“Exactly as unreal as described.”', '“Arrived never. Would rehearse again.”']) {
    const quote = document.createElement('blockquote');
    quote.textContent = words;
    place.append(quote);
  }
}
`;

const helper = `const card = document.getElementById('card-number');
card?.addEventListener('input', () => {
  card.value = card.value.replace(/[^0-9]/g, '').replace(/(.{4})(?=.)/g, '$1 ').slice(0, 23);
});
`;

export interface ScriptHost {
  readonly url: string;
  /** SHA-256 of the script that the checkout loads, now. */
  digest(): string;
  /** Appends code to the checkout's script, as somebody who broke into the other party would. */
  append(code: string): void;
  restore(): void;
  close(): Promise<void>;
}

/** Another party's host, whose scripts the shop shows on product pages and at checkout. */
export async function openScriptHost(): Promise<ScriptHost> {
  let added = '';
  const app = new Hono();
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache', 'access-control-allow-origin': '*' };
  app.get('/reviews.js', (c) => c.body(reviews, 200, headers));
  app.get('/checkout-helper.js', (c) => c.body(helper + added, 200, headers));
  const server: RunningServer = await serveApp(app, 0);
  return {
    url: server.url,
    digest: () =>
      createHash('sha256')
        .update(helper + added)
        .digest('hex'),
    append(code) {
      added += code;
    },
    restore() {
      added = '';
    },
    close: () => server.close(),
  };
}
