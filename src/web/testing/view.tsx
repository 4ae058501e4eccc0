import type { PropsWithChildren } from 'hono/jsx';
import type { Messages } from '../messages.ts';
import type { Locale } from '../types.ts';
import { ViewContext } from '../view-context.ts';

interface ViewProps {
  readonly messages: Messages;
  readonly locale: Locale;
  readonly url?: string;
}

/** Renders components with real texts and without a request: `await (<View messages={…} locale="pl">…</View>).toString()`. */
export function View({ messages, locale, url = '/', children }: PropsWithChildren<ViewProps>) {
  const view = { t: messages.in(locale), locale, timeZone: 'UTC', csrf: 'token', url: new URL(url, 'http://localhost') };
  return <ViewContext.Provider value={view}>{children}</ViewContext.Provider>;
}
