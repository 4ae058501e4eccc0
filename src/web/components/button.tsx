import type { PropsWithChildren } from 'hono/jsx';

export interface ButtonProps {
  /** `main` is the one thing to do on a page; `quiet` (unless said) everything else; `danger` destroys. */
  readonly kind?: 'main' | 'quiet' | 'danger';
  readonly name?: string;
  readonly value?: string;
  readonly type?: 'submit' | 'button';
  readonly disabled?: boolean;
  /** For a script that finds it. */
  readonly id?: string;
  readonly hidden?: boolean;
  /** Sends the form around it to another address. */
  readonly formaction?: string;
  /** The id of a form elsewhere on the page. */
  readonly form?: string;
  /** Goes back to the page before, where what was typed still stands; shown only where a script can do it. */
  readonly 'data-back'?: true;
}

export function Button({ kind = 'quiet', type = 'submit', children, ...rest }: PropsWithChildren<ButtonProps>) {
  return (
    <button class={`button ${kind}`} type={type} {...rest}>
      {children}
    </button>
  );
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function ButtonLink({
  href,
  kind = 'quiet',
  children,
}: PropsWithChildren<{ readonly href: string; readonly kind?: 'main' | 'quiet' }>) {
  return (
    <a class={`button ${kind}`} href={href}>
      {children}
    </a>
  );
}
