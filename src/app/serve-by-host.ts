import { type Context, Hono } from 'hono';
import { publicHostName } from '#kernel/host-name.ts';
import type { FindHostPage } from '#steps/watch/index.ts';
import { hostsOf } from '#web/request-host.ts';
import type { WebEnv } from '#web/types.ts';

export interface HostChoice {
  /** Everything but the status pages at hosts of their own. */
  readonly main: Hono<WebEnv>;
  /** A status page at a host of its own: nothing else is reachable there. */
  readonly site: Hono<WebEnv>;
  readonly findHostPage: FindHostPage;
  /** The address at which people reach this Shopbell. */
  readonly publicUrl: () => string;
  /** Further names by which they do. */
  readonly otherHosts: readonly string[];
  readonly isTrusted: (address: string) => boolean;
}

/** Programs reach us by whatever name their network has for us, and prove who they are by a key: no page is shown there. */
const MACHINES = /^\/(?:in|api)\/|^\/(?:healthz|readyz)$/;

/**
 * Chooses by a request's host what serves it. A host that a status page has proven serves that page only. With a public address of a real
 * domain, the console answers at that domain, at the other names, and at what is no public name (`localhost`, addresses, inner names); at
 * any other public name the answer is 421, so that a name that merely leads here shows nothing.
 */
export function serveByHost(choice: HostChoice): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.all('*', async (c) => {
    const { host, forwarded } = hostsOf(c, choice.isTrusted);
    if (host === null) return refuse(c);
    const own = publicHostName(new URL(choice.publicUrl()).hostname);
    const isOwn = (name: string): boolean => name === own || choice.otherHosts.includes(name);
    if (isOwn(host)) return choice.main.fetch(c.req.raw, c.env);
    for (const name of forwarded === null ? [host] : [host, forwarded]) {
      if (isOwn(name)) break;
      const slug = await choice.findHostPage(name);
      if (slug === 'unknown') return plain(c, 503, 'It cannot be told whose name this is. Try again in a minute.\n');
      if (slug !== null) return choice.site.fetch(c.req.raw, { ...c.env, ownPage: slug });
    }
    const named = forwarded ?? host;
    const isStrange = own !== null && !isOwn(named) && publicHostName(named) !== null;
    return isStrange && !MACHINES.test(c.req.path) ? refuse(c) : choice.main.fetch(c.req.raw, c.env);
  });
  return app;
}

function refuse(c: Context<WebEnv>): Response {
  return plain(c, 421, WHAT_TO_DO);
}

/** Whoever set up the proxy reads it; it names no other host. */
const WHAT_TO_DO =
  'Nothing is served at this name. If the console is meant to be, add the name to SHOPBELL_OTHER_HOSTS (or make it the host of SHOPBELL_PUBLIC_URL);\n' +
  'if a status page is, prove the name on the page’s settings. If another name was asked for, the proxy before Shopbell must pass it on in Host.\n';

function plain(c: Context<WebEnv>, status: 421 | 503, words: string): Response {
  return c.text(words, status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
  });
}
