import { createContext, useContext } from 'hono/jsx';
import type { Locale, Translate } from './types.ts';

/** What components need to know of the request they are rendered for. */
export interface View {
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly csrf: string;
  /** The address of the page, for links that change only its query. */
  readonly url: URL;
}

const bare: View = {
  t: (key) => key,
  locale: 'en',
  timeZone: 'UTC',
  csrf: '',
  url: new URL('http://localhost/'),
};

export const ViewContext = createContext<View>(bare);

/** The view of the page that is being rendered; for use inside components. */
export function useView(): View {
  return useContext(ViewContext);
}
