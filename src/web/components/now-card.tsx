import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Tone } from '../types.ts';
import { Ring, type RingProps } from './ring.tsx';
import { type Station, Stations } from './stations.tsx';

export interface NowCardProps {
  /** A plain sentence: what is so. Rendered as h2. */
  readonly heading: Child;
  readonly href?: string;
  /** `bad` (unless said) is the one red thing on a page; `ok` says that nothing needs anybody. */
  readonly tone?: Tone;
  readonly ring?: RingProps;
  readonly stations?: readonly Station[];
  /** The one button. */
  readonly action?: Child;
  readonly id?: string;
  readonly live?: string;
}

/** The one thing that needs a person now. One per page, at its top. Children are the sentence under the heading. */
export function NowCard({ heading, href, tone = 'bad', ring, stations, action, id, live, children }: PropsWithChildren<NowCardProps>) {
  return (
    <section class={`now tone-${tone}`} {...(id ? { id } : {})} {...(live ? { 'data-live': live } : {})}>
      {ring ? <Ring {...ring} /> : null}
      <div class="now-words">
        <h2>{href ? <a href={href}>{heading}</a> : heading}</h2>
        {children ? <p>{children}</p> : null}
      </div>
      {action ? <div class="now-action">{action}</div> : null}
      {stations && stations.length > 0 ? <Stations stations={stations} /> : null}
    </section>
  );
}
