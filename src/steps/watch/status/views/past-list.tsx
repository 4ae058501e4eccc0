import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Snapshot } from '../snapshot.ts';
import { AnnouncementCard } from './announcement-card.tsx';

type Trouble = Snapshot['troubles'][number];
const MINUTE_MS = 60_000;

/** What was: what people told and has ended, and what was seen by itself, the newest first. */
export function PastList({ snapshot }: { readonly snapshot: Snapshot }) {
  const { t } = useView();
  const told = snapshot.announcements
    .filter(({ to }) => to !== null)
    .map((one) => ({ at: one.from, card: <AnnouncementCard announcement={one} main={snapshot.language} /> }));
  const seen = snapshot.troubles.map((one) => ({ at: one.from, card: <SeenTrouble trouble={one} /> }));
  const all = [...told, ...seen].sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <section class="status-past" aria-labelledby="past">
      <h2 id="past">{t('watch.status.past')}</h2>
      {all.length === 0 ? <p>{t('watch.status.past-none')}</p> : null}
      {all.map(({ card }) => card)}
    </section>
  );
}

function SeenTrouble({ trouble: { part, from, to } }: { readonly trouble: Trouble }) {
  const { t } = useView();
  const minutes = to === null ? 0 : Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / MINUTE_MS));
  return (
    <p class="status-seen">
      <strong>{t('watch.status.seen', { part: t(`watch.status.part.${part}`) })}</strong>
      <br />
      <span class="public-meta">
        <Time at={new Date(from)} /> · {to === null ? t('watch.status.lasts') : t('watch.status.lasted', { minutes })}
      </span>
    </p>
  );
}
