import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Checkbox, Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import { isHeard, type Place } from '../places/store.ts';
import type { WatchCheck } from '../store.ts';

interface PlacesPageProps {
  readonly places: readonly Place[];
  readonly checks: readonly WatchCheck[];
  readonly now: Date;
  readonly mayChange: boolean;
  /** The command that was just made, with its token, shown once. */
  readonly command?: string | undefined;
  readonly error?: string | undefined;
}

/** Where else somebody looks from: how each place stands, and how another one joins. */
export function PlacesPage({ places, checks, now, mayChange, command, error }: PlacesPageProps) {
  const { t } = useView();
  return (
    <>
      {command === undefined ? null : (
        <Card heading={t('watch.places.add')}>
          <p>{t('watch.places.made')}</p>
          <Verbatim text={command} />
        </Card>
      )}
      <Card heading={t('watch.places.title')}>
        <DataTable
          caption={t('watch.places.title')}
          rows={places}
          empty={<EmptyState heading={t('watch.places.none')} />}
          columns={[
            { key: 'name', label: t('watch.check.name'), cell: ({ name }) => name },
            { key: 'state', label: t('watch.places.state'), cell: (place) => <PlaceState place={place} now={now} /> },
            { key: 'seen', label: t('watch.places.seen'), cell: ({ seenAt }) => (seenAt === null ? '–' : <Time at={seenAt} />) },
            {
              key: 'confirms',
              label: t('watch.places.confirms-short'),
              cell: ({ confirms }) => t(confirms ? 'watch.places.yes' : 'watch.places.no'),
            },
            {
              key: 'checks',
              label: t('watch.places.checks'),
              align: 'number',
              cell: ({ id }) => checks.filter((check) => check.place === id).length,
            },
            { key: 'lost', label: t('watch.places.lost'), align: 'number', cell: ({ lost }) => lost },
            ...(mayChange
              ? [
                  {
                    key: 'remove',
                    label: t('watch.settings.remove'),
                    cell: ({ id }: Place) => (
                      <Form action={`/watch/places/${id}/remove`} layout="inline">
                        <Button>{t('watch.settings.remove')}</Button>
                      </Form>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {mayChange ? (
        <Card heading={t('watch.places.add')}>
          <Form action="/watch/places" error={error}>
            <Field name="name" label={t('watch.check.name')} hint={t('watch.places.name-hint')} required maxlength={60} />
            <Checkbox name="confirms" label={t('watch.places.confirms')} checked />
            <Button kind="main">{t('watch.places.add')}</Button>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

function PlaceState({ place, now }: { readonly place: Place; readonly now: Date }) {
  const { t } = useView();
  if (!place.hasJoined) return <Pill tone="calm">{t('watch.places.waiting')}</Pill>;
  return isHeard(place, now) ? <Pill tone="ok">{t('watch.places.heard')}</Pill> : <Pill tone="unknown">{t('watch.places.silent')}</Pill>;
}
