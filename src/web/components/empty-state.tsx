import type { Child, PropsWithChildren } from 'hono/jsx';

export interface EmptyStateProps {
  /** A plain sentence: what is (not) here. */
  readonly heading: Child;
  /** The next thing to do. */
  readonly action?: Child;
}

/** Says why there is nothing, and what to do. Children are one or two sentences more. */
export function EmptyState({ heading, action, children }: PropsWithChildren<EmptyStateProps>) {
  return (
    <div class="empty">
      <p class="empty-heading">{heading}</p>
      {children ? <p>{children}</p> : null}
      {action ? <p class="empty-action">{action}</p> : null}
    </div>
  );
}
