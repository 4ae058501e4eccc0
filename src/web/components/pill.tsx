import type { PropsWithChildren } from 'hono/jsx';
import type { Tone } from '../types.ts';

/** A short state in words. The tone's colour only repeats what the words say; `unknown` is hatched and never green. */
export function Pill({ tone, children }: PropsWithChildren<{ readonly tone: Tone }>) {
  return (
    <span class={`pill tone-${tone}`}>
      <i aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}

/** A small neutral label: a code, a rule's number, a count. */
export function Chip({ children }: PropsWithChildren) {
  return <span class="chip">{children}</span>;
}
