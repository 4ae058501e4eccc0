import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import type { WallLink } from '../store.ts';

interface WallsPageProps {
  readonly links: readonly WallLink[];
  readonly mayChange: boolean;
  /** The address of a link that was just made, shown once. */
  readonly url?: string;
  readonly error?: string;
}

/** The wall, and which screens may show it without anybody signed in. */
export function WallsPage({ links, mayChange, url, error }: WallsPageProps) {
  const { t } = useView();
  return (
    <>
      <Card heading={t('watch.wall.here')}>
        <ButtonLink href="/watch/wall" kind="main">
          {t('watch.wall.open')}
        </ButtonLink>
      </Card>
      {url === undefined ? null : (
        <Card heading={t('watch.wall.made')}>
          <p>{t('watch.wall.made-text')}</p>
          <Verbatim text={url} />
        </Card>
      )}
      <Card heading={t('watch.wall.links')} foot={t('watch.wall.links-foot')}>
        <DataTable
          caption={t('watch.wall.links')}
          rows={links}
          empty={<EmptyState heading={t('watch.wall.links-none')} />}
          columns={[
            { key: 'name', label: t('watch.check.name'), cell: ({ name }) => name },
            { key: 'added', label: t('watch.check.added'), cell: ({ addedAt }) => <Time at={addedAt} /> },
            { key: 'seen', label: t('watch.wall.seen'), cell: ({ seenAt }) => (seenAt === null ? '–' : <Time at={seenAt} />) },
            ...(mayChange
              ? [
                  {
                    key: 'remove',
                    label: t('watch.wall.take-back'),
                    cell: ({ link }: WallLink) => (
                      <Form action={`/watch/walls/${link}/remove`} layout="inline">
                        <Button>{t('watch.wall.take-back')}</Button>
                      </Form>
                    ),
                  },
                ]
              : []),
          ]}
        />
        {mayChange ? (
          <Form action="/watch/walls" error={error}>
            <Field name="name" label={t('watch.check.name')} hint={t('watch.wall.name-hint')} required maxlength={60} />
            <Button kind="main">{t('watch.wall.make')}</Button>
          </Form>
        ) : null}
      </Card>
    </>
  );
}
