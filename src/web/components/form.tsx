import type { PropsWithChildren } from 'hono/jsx';
import { useView } from '../view-context.ts';

/** The hidden field that proves a form came from our own page. Every POST form holds one; `Form` puts it in by itself. */
export function Csrf() {
  const { csrf } = useView();
  return <input type="hidden" name="_csrf" value={csrf} />;
}

export interface FormProps {
  readonly action: string;
  /** `post` unless said; a `get` form carries no token. */
  readonly method?: 'post' | 'get';
  /** Needed for files. */
  readonly upload?: boolean;
  /** Rows of fields below each other (`stack`, unless said) or in one line (`inline`). */
  readonly layout?: 'stack' | 'inline';
  /** Words for the whole form above its fields when sending it failed. */
  readonly error?: string | undefined;
  readonly id?: string;
  /** The browser lets it go with required fields empty: what is not known yet is saved later. */
  readonly partly?: boolean;
}

/** A form with its token. Answer a POST with a 303 redirect, or with the page again and `error`s beside the fields (status 400). */
export function Form({ action, method = 'post', upload, layout = 'stack', error, id, partly, children }: PropsWithChildren<FormProps>) {
  return (
    <form
      class={`form ${layout}`}
      action={action}
      method={method}
      {...(upload ? { enctype: 'multipart/form-data' } : {})}
      {...(id ? { id } : {})}
      novalidate={partly}
    >
      {method === 'post' ? <Csrf /> : null}
      {error ? (
        <p class="form-error" role="alert">
          {error}
        </p>
      ) : null}
      {children}
    </form>
  );
}
