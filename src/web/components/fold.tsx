import type { PropsWithChildren } from 'hono/jsx';

interface Props {
  readonly summary: string;
  /** Unfolded from the start: what is inside was just used. */
  readonly open?: boolean;
}

/** Something that few readers of a page need, folded away below its name; works without scripts. */
export function Fold({ summary, open = false, children }: PropsWithChildren<Props>) {
  return (
    <details class="fold" open={open}>
      <summary>{summary}</summary>
      <div class="fold-inside">{children}</div>
    </details>
  );
}
