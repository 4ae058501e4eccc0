import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { useView } from '#web/view-context.ts';
import { kindNames } from '../kinds/kinds.ts';

/** Every kind of check with what it is for: the first step of adding one. */
export function KindsPage({ shop }: { readonly shop: string | undefined }) {
  const { t } = useView();
  const of = shop === undefined ? '' : `&shop=${shop}`;
  return (
    <Card heading={t('watch.add.which')}>
      <DataTable
        caption={t('watch.add.which')}
        rows={kindNames}
        columns={[
          {
            key: 'kind',
            label: t('watch.add.kind'),
            cell: (kind) => <a href={`/watch/new?kind=${kind}${of}`}>{t(`watch.kind.${kind}`)}</a>,
          },
          { key: 'for', label: t('watch.add.for'), cell: (kind) => t(`watch.kind.${kind}-for`) },
        ]}
      />
    </Card>
  );
}
