import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Tone } from '../types.ts';
import { Time, type TimeProps } from './time.tsx';

interface TimelineItem {
  /** An instant, or words such as “tomorrow”. */
  readonly at: Date | string;
  readonly what: Child;
  /** Who or what did it; small words. */
  readonly by?: Child;
  readonly tone?: Tone;
  /** A person's act: stands out from what the machine wrote. */
  readonly byPerson?: boolean;
}

export interface TimelineProps {
  readonly items: readonly TimelineItem[];
  /** How instants are shown; `clock` unless said. */
  readonly as?: TimeProps['as'];
}

/** What happened, in the order given. */
export function Timeline({ items, as = 'clock' }: TimelineProps) {
  return (
    <ol class={as === 'moment' || as === 'second' ? 'timeline timeline-wide' : 'timeline'}>
      {items.map((item) => (
        <TimelineRow
          tone={item.tone}
          byPerson={item.byPerson ?? false}
          when={typeof item.at === 'string' ? item.at : <Time at={item.at} as={as} />}
          by={item.by}
        >
          {item.what}
        </TimelineRow>
      ))}
    </ol>
  );
}

interface RowProps {
  readonly tone: Tone | undefined;
  readonly byPerson: boolean;
  readonly when: Child;
  readonly by: Child;
}

function TimelineRow({ tone, byPerson, when, by, children }: PropsWithChildren<RowProps>) {
  return (
    <li class={[tone ? `tone-${tone}` : '', byPerson ? 'by-person' : ''].join(' ').trim()}>
      <span class="when">{when}</span>
      <i aria-hidden="true" />
      <div class="what">
        {children}
        {by ? <small>{by}</small> : null}
      </div>
    </li>
  );
}
