import { Card } from '#web/components/card.tsx';
import { useView } from '#web/view-context.ts';

interface BeatPageProps {
  readonly url: string;
  /** `null`: no mail is received. */
  readonly mail: string | null;
  readonly check: string;
}

/** The address of a new heartbeat, shown once. */
export function BeatPage({ url, mail, check }: BeatPageProps) {
  const { t } = useView();
  return (
    <Card heading={t('watch.beat.card')}>
      <p>
        <code>curl -fsS {url}</code>
      </p>
      <p>{t('watch.beat.more')}</p>
      <p>{t('watch.beat.once')}</p>
      {mail === null ? null : (
        <>
          <p>{t('watch.beat.mail')}</p>
          <p>
            <code>{mail}</code>
          </p>
          <p>{t('watch.beat.mail-words')}</p>
        </>
      )}
      <p>
        <a href={`/watch/checks/${check}`}>{t('watch.beat.go-on')}</a>
      </p>
    </Card>
  );
}
