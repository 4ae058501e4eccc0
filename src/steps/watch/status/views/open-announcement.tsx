import { Button } from '#web/components/button.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { Announcement } from '../announcements.ts';
import type { StatusLanguage } from '../status-words.ts';
import { SaidFields } from './announce-form.tsx';
import { AnnouncementCard } from './announcement-card.tsx';

interface Props {
  readonly announcement: Announcement;
  readonly shop: string;
  readonly main: StatusLanguage;
  readonly error: string | undefined;
  readonly mayAnnounce: boolean;
}

/** An announcement as customers read it, and how to go on with it. */
export function OpenAnnouncement({ announcement, shop, main, error, mayAnnounce }: Props) {
  const { t } = useView();
  return (
    <AnnouncementCard
      announcement={announcement}
      main={main}
      more={
        mayAnnounce ? (
          <Form action={`/watch/status/${shop}/announcements/${announcement.id}`} error={error}>
            <SaidFields main={main} prefix={announcement.id} />
            <p class="actions">
              <Button name="do" value="update">
                {t('watch.status.do-update')}
              </Button>{' '}
              <Button name="do" value="end">
                {t('watch.status.do-end')}
              </Button>
            </p>
          </Form>
        ) : null
      }
    />
  );
}
