import type { Child } from 'hono/jsx';
import { useView } from '../view-context.ts';

export interface Station {
  readonly name: string;
  /** When, or how long after the one before: `03:02:11`, `+1.4 s`. */
  readonly note?: Child;
  readonly state: 'done' | 'here' | 'ahead' | 'failed';
  readonly href?: string;
}

/** The way of a leak as a line of stations: what is behind us, where we are, what lies ahead. */
export function Stations({ stations }: { readonly stations: readonly Station[] }) {
  const { t } = useView();
  return (
    <ol class="stations">
      {stations.map((station) => (
        <li class={station.state} {...(station.state === 'here' ? { 'aria-current': 'step' } : {})}>
          <i aria-hidden="true" />
          <span class="station-name">
            {station.href ? <a href={station.href}>{station.name}</a> : station.name}
            <span class="sr"> {t('web.station', { state: station.state })}</span>
          </span>
          {station.note ? <small>{station.note}</small> : null}
        </li>
      ))}
    </ol>
  );
}
