import type { Child } from 'hono/jsx';
import { categories } from '../../world/catalogue.ts';

export interface PageFrame {
  readonly title: string;
  readonly signedIn: string | null;
  readonly cartCount: number;
  readonly body: Child;
  /** Addresses of other parties' scripts on this page. */
  readonly scripts?: readonly string[];
  readonly query?: string;
}

export const euros = (cents: number): string => `€${(cents / 100).toFixed(2)}`;

function Head({ frame }: { frame: PageFrame }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{`${frame.title} · The Practice Shop`}</title>
      <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/assets/shop.css" />
      <link rel="stylesheet" href="/assets/pages.css" />
      <script src="/assets/shop.js" defer />
      {(frame.scripts ?? []).map((src) => (
        <script src={src} defer />
      ))}
    </head>
  );
}

function Header({ frame }: { frame: PageFrame }) {
  return (
    <header class="top">
      <a class="brand" href="/">
        <img src="/assets/mark.svg" alt="" width="36" height="36" />
        <span>The Practice Shop</span>
      </a>
      <search class="search">
        <form action="/search">
          <label class="hidden" for="q">
            Search the shop
          </label>
          <input id="q" name="q" type="search" placeholder="Search for a teapot, a pen…" value={frame.query ?? ''} />
        </form>
      </search>
      <nav class="tools" aria-label="Your things">
        {frame.signedIn ? <a href="/account">{frame.signedIn}</a> : <a href="/account/sign-in">Sign in</a>}
        <a class="cart" href="/cart">
          Basket <b>{frame.cartCount}</b>
        </a>
      </nav>
      <nav class="shelves" aria-label="Shelves">
        {categories.map((each) => (
          <a href={`/catalogue/${each.slug}`}>{each.name}</a>
        ))}
      </nav>
    </header>
  );
}

/** One page of the shop, with the banner that says what it is. */
export function Layout({ frame }: { frame: PageFrame }) {
  return (
    <html lang="en">
      <Head frame={frame} />
      <body>
        <aside class="practice" aria-label="What this is">
          <b>Practice shop.</b> Everything here is made up: goods, customers, prices. Nothing can be bought. It has holes on purpose.
        </aside>
        <Header frame={frame} />
        <main>{frame.body}</main>
        <footer class="foot">
          <p>The Practice Shop, 1 Rehearsal Road, Practiceham. A stage to rehearse on, for Shopbell.</p>
          <nav aria-label="About">
            <a href="/catalogue">All goods</a>
            <a href="/account/orders">Your orders</a>
            <a href="/.well-known/security.txt">Security contact</a>
            <a href="/admin">Staff</a>
          </nav>
        </footer>
      </body>
    </html>
  );
}
