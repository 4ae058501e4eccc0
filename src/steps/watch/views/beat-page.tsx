import { Card } from '#web/components/card.tsx';
import { useView } from '#web/view-context.ts';

/** The address of a new heartbeat, shown once. */
export function BeatPage({ url, check }: { readonly url: string; readonly check: string }) {
  const { t } = useView();
  return (
    <Card heading={t('watch.beat.card')}>
      <p>
        <code>curl -fsS {url}</code>
      </p>
      <p>{t('watch.beat.more')}</p>
      <p>{t('watch.beat.once')}</p>
      <p>
        <a href={`/watch/checks/${check}`}>{t('watch.beat.go-on')}</a>
      </p>
    </Card>
  );
}
