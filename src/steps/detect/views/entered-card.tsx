import { ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { EnteredAccount } from '../affected/read-entered.ts';
import { type FormsProps, PurposeForm } from './affected-forms-cards.tsx';

interface Props {
  readonly accounts: readonly EnteredAccount[];
  /** Where the list is given out, sealed. */
  readonly sealed: string;
  readonly forms: FormsProps | null;
}

/** The accounts that a campaign of tried passwords got into: when, from where, and how much was read with each. */
export function EnteredCard({ accounts, sealed, forms }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('detect.entered')}>
      <p>{t('detect.entered.text', { count: accounts.length })}</p>
      <DataTable
        caption={t('detect.entered')}
        columns={columns(t)}
        rows={accounts}
        pageSize={50}
        prefix="a"
        empty={<EmptyState heading={t('detect.entered.none')}>{t('detect.entered.none-text')}</EmptyState>}
      />
      {accounts.length === 0 ? null : (
        <p>
          <ButtonLink href={sealed}>{t('detect.affected.sealed.take')}</ButtonLink>
        </p>
      )}
      {accounts.length === 0 || forms === null ? null : <PurposeForm forms={forms} what="entered" label={t('detect.entered.take')} />}
    </Card>
  );
}

const MOST_ADDRESSES = 3;

function columns(t: Translate): readonly Column<EnteredAccount>[] {
  return [
    { key: 'account', label: t('detect.entered.account'), cell: (row) => <code>{labelOf(row)}</code> },
    { key: 'by', label: t('detect.entered.by'), cell: (row) => t(`detect.entered.by.${row.by}`) },
    {
      key: 'sure',
      label: t('detect.affected.column.sure'),
      cell: (row) => <Pill tone={row.sure === 'certain' ? 'bad' : 'warn'}>{t(`detect.affected.sure.${row.sure}`)}</Pill>,
    },
    {
      key: 'first',
      label: t('detect.entered.first'),
      cell: (row) => <Time at={new Date(row.first)} as="second" />,
      sortBy: (row) => row.first,
    },
    { key: 'last', label: t('detect.signal.last'), cell: (row) => <Time at={new Date(row.last)} as="second" />, sortBy: (row) => row.last },
    {
      key: 'from',
      label: t('detect.entered.from'),
      cell: ({ from }) => (
        <code>
          {from.slice(0, MOST_ADDRESSES).join(' ')}
          {from.length > MOST_ADDRESSES ? ` +${from.length - MOST_ADDRESSES}` : ''}
        </code>
      ),
    },
    {
      key: 'records',
      label: t('detect.entered.records'),
      align: 'number',
      cell: (row) => row.reads.length,
      sortBy: (row) => row.reads.length,
    },
  ];
}

function labelOf({ account, tried }: EnteredAccount): string {
  const text = account ?? tried;
  return text === null ? '–' : `…${text.slice(-8)}`;
}
