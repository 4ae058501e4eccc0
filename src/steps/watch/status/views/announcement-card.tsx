import type { Child } from 'hono/jsx';
import { Card } from '#web/components/card.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { type Announcement, textIn } from '../announcements.ts';
import type { ShownAnnouncement } from '../snapshot.ts';
import type { AnnouncementKind, StatusLanguage } from '../status-words.ts';
import type { Texts } from '../store.ts';

const announcementTones: Readonly<Record<AnnouncementKind, Tone>> = { trouble: 'bad', work: 'warn', news: 'calm' };

interface Props {
  /** From the state (instants as dates) or from a snapshot (as texts). */
  readonly announcement: Announcement | ShownAnnouncement;
  readonly main: StatusLanguage;
  /** Stands below everything: forms of the console. */
  readonly more?: Child;
}

/** What people tell: what it is about, and everything that was said of it, the newest first. */
export function AnnouncementCard({ announcement, main, more }: Props) {
  const { t } = useView();
  const { kind, parts, titles, to, posts } = announcement;
  const tone = to === null ? announcementTones[kind] : 'calm';
  return (
    <Card
      id={announcement.id}
      tone={tone}
      heading={<Said texts={titles} main={main} />}
      actions={<Pill tone={to === null ? tone : 'ok'}>{t(to === null ? `watch.status.kind.${kind}` : 'watch.status.over')}</Pill>}
    >
      {parts.length === 0 ? null : (
        <p class="said-meta">{t('watch.status.concerns', { parts: parts.map((part) => t(`watch.status.part.${part}`)).join(', ') })}</p>
      )}
      <ol class="said-posts">
        {posts.map((post) => (
          <li>
            <p class="said-meta">
              <strong>{t(`watch.status.post.${post.kind}`)}</strong> <Time at={new Date(post.at)} />
            </p>
            <p class="said">
              <Said texts={post.texts} main={main} />
            </p>
          </li>
        ))}
      </ol>
      {more}
    </Card>
  );
}

/** People's own words, marked with their language where it is not the page's. */
function Said({ texts, main }: { readonly texts: Texts; readonly main: StatusLanguage }) {
  const { locale } = useView();
  const { text, language } = textIn(texts, locale, main);
  return language === locale ? text : <span lang={language}>{text}</span>;
}
