import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Tone } from '../types.ts';

export interface CardProps {
  /** A plain sentence. Rendered as h2. */
  readonly heading?: Child;
  /** Links or buttons beside the heading. */
  readonly actions?: Child;
  /** Small words under everything. */
  readonly foot?: Child;
  /** Colours the upper edge; none unless said. */
  readonly tone?: Tone;
  readonly id?: string;
  /** Name of a live fragment: the server can swap this card while the page is open (see live.ts). Needs `id`. */
  readonly live?: string;
}

/** A sheet of paper on the page. */
export function Card({ heading, actions, foot, tone, id, live, children }: PropsWithChildren<CardProps>) {
  return (
    <section class={tone ? `card edge-${tone}` : 'card'} {...(id ? { id } : {})} {...(live ? { 'data-live': live } : {})}>
      {heading || actions ? (
        <div class="card-top">
          {heading ? <h2>{heading}</h2> : <span />}
          {actions ? <div class="card-actions">{actions}</div> : null}
        </div>
      ) : null}
      {children}
      {foot ? <p class="card-foot">{foot}</p> : null}
    </section>
  );
}

/**
 * Cards or columns side by side, below each other on a phone. `split` makes the second column a narrow one; `aside` puts the
 * first child to the right, and above the rest where there is one column only.
 */
export function Grid({ columns = 2, children }: PropsWithChildren<{ readonly columns?: 2 | 3 | 4 | 'split' | 'aside' }>) {
  return <div class={`grid grid-${columns}`}>{children}</div>;
}
