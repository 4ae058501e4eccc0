import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { currentSession, type ShopParts } from './shop-env.ts';
import { Layout } from './views/layout.tsx';

interface Shown {
  readonly title: string;
  readonly body: Child;
  readonly status?: 200 | 401 | 403 | 404 | 409 | 422 | 429;
  readonly scripts?: readonly string[];
  readonly query?: string;
}

/** Renders one page in the shop's frame. */
export function render(c: Context, parts: ShopParts, shown: Shown): Response | Promise<Response> {
  const session = currentSession(c, parts);
  const customer = session?.customer ? parts.store.customers.get(session.customer) : undefined;
  const cartCount = session ? [...session.cart.values()].reduce((sum, each) => sum + each, 0) : 0;
  const frame = {
    title: shown.title,
    body: shown.body,
    signedIn: customer ? 'Your account' : null,
    cartCount,
    ...(shown.scripts ? { scripts: shown.scripts } : {}),
    ...(shown.query === undefined ? {} : { query: shown.query }),
  };
  return c.html(`<!doctype html>${<Layout frame={frame} />}`, shown.status ?? 200);
}

export function notFound(c: Context, parts: ShopParts): Response | Promise<Response> {
  const body = (
    <>
      <h1>Not here</h1>
      <p class="empty">
        This shelf is empty. <a href="/">Back to the shop</a>
      </p>
    </>
  );
  return render(c, parts, { title: 'Not here', body, status: 404 });
}
