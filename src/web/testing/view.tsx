import type { PropsWithChildren } from 'hono/jsx';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '../messages.ts';
import type { Locale } from '../types.ts';
import { ViewContext } from '../view-context.ts';

const messages = loadMessages(productFiles);

/** Renders components with real texts and without a request: `await (<View locale="pl">…</View>).toString()`. */
export function View({ locale, url = '/', children }: PropsWithChildren<{ readonly locale: Locale; readonly url?: string }>) {
  const view = { t: messages.in(locale), locale, timeZone: 'UTC', csrf: 'token', url: new URL(url, 'http://localhost') };
  return <ViewContext.Provider value={view}>{children}</ViewContext.Provider>;
}
