import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { ProductFiles } from '#engines/files/types.ts';
import { type Assets, openAssets } from './assets.ts';
import { loadMessages, type Messages, type Report } from './messages.ts';
import { negotiateLocale } from './negotiate-locale.ts';
import type { WebEnv } from './types.ts';

export interface Web {
  readonly assets: Assets;
  readonly messages: Messages;
  /** Sets the request's language, texts and asset addresses, and harmless defaults for the rest of the environment. */
  readonly prepare: ReturnType<typeof prepare>;
}

/** Reads texts, styles and scripts once, at start. Throws when a shipped file is broken; `report` hears of texts that cannot be filled in. */
export function openWeb(files: ProductFiles, report?: Report): Web {
  const assets = openAssets(files);
  const messages = loadMessages(files, report);
  return { assets, messages, prepare: prepare(assets, messages) };
}

function prepare(assets: Assets, messages: Messages) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const locale = negotiateLocale({
      query: c.req.query('lang'),
      cookie: getCookie(c, 'shopbell_lang'),
      header: c.req.header('accept-language'),
    });
    c.set('locale', locale);
    c.set('t', messages.in(locale));
    c.set('assets', assets.urls);
    c.set('person', null);
    c.set('nav', {});
    c.set('csrf', '');
    c.header('Vary', 'Accept-Language, Cookie');
    await next();
  });
}
