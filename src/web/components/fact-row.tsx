import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Tone } from '../types.ts';
import { Pill } from './pill.tsx';

export interface FactRowProps {
  readonly label: Child;
  /** How sure this is, or how it stands. */
  readonly tone?: Tone;
  /** The words of that tone; the pill is left out without them. */
  readonly state?: string;
  /** Where the statement rests: its evidence. */
  readonly href?: string;
}

/** One statement: its name, what is so (children), how sure it is. Put several into `<Facts>`. */
export function FactRow({ label, tone = 'calm', state, href, children }: PropsWithChildren<FactRowProps>) {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd>{href ? <a href={href}>{children}</a> : children}</dd>
      <dd class="fact-state">{state ? <Pill tone={tone}>{state}</Pill> : null}</dd>
    </div>
  );
}

export function Facts({ children }: PropsWithChildren) {
  return <dl class="facts">{children}</dl>;
}

/** Short names and values, close together: for what a thing is made of. */
export function KeyValue({ items }: { readonly items: readonly { readonly key: string; readonly value: Child }[] }) {
  return (
    <dl class="key-value">
      {items.map((item) => (
        <div>
          <dt>{item.key}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
