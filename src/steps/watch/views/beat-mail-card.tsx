import { Card } from '#web/components/card.tsx';
import { useView } from '#web/view-context.ts';

/** To which address a job sends mail. Shown to those who may set checks: it is as good as the job's other address. */
export function BeatMailCard({ mail }: { readonly mail: string | null }) {
  const { t } = useView();
  return (
    <Card heading={t('watch.beat.by-mail')}>
      {mail === null ? (
        <p>{t('watch.beat.no-mail')}</p>
      ) : (
        <>
          <p>
            <code>{mail}</code>
          </p>
          <p>{t('watch.beat.mail-words')}</p>
          <p>{t('watch.beat.mail-secret')}</p>
        </>
      )}
    </Card>
  );
}
