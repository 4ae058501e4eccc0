import { Card } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { GroupCount } from '../checks/judge-groups.ts';
import { type FormsProps, PurposeForm } from './affected-forms-cards.tsx';

interface Props {
  readonly groups: readonly GroupCount[];
  /** When the directory was asked; `null`: never. */
  readonly askedAt: Date | null;
  readonly forms: FormsProps | null;
}

/** How many people of each group that matters legally: at least, at most, and of how many nobody can tell, with the reasons. */
export function GroupsCard({ groups, askedAt, forms }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('detect.affected.groups')}>
      <p>
        {askedAt === null ? (
          t('detect.affected.groups.unasked')
        ) : (
          <>
            {t('detect.affected.groups.asked')} <Time at={askedAt} />
          </>
        )}
      </p>
      <DataTable
        caption={t('detect.affected.groups')}
        columns={columns(t)}
        rows={groups}
        total={groups.length}
        pageSize={groups.length}
        prefix="g"
      />
      {forms === null ? null : (
        <PurposeForm
          forms={forms}
          what="count"
          label={askedAt === null ? t('detect.affected.groups.ask') : t('detect.affected.groups.ask-again')}
        />
      )}
    </Card>
  );
}

const TONES = { some: 'bad', nobody: 'ok', unknown: 'unknown' } as const;

function columns(t: Translate): readonly Column<GroupCount>[] {
  // A zero that only means that nobody knows is not shown as a number.
  const number = (count: number | null): string => (count === null ? t('detect.affected.groups.open') : String(count));
  return [
    { key: 'group', label: t('detect.affected.groups.group'), cell: (row) => t(`detect.affected.group.${row.group}`) },
    {
      key: 'answer',
      label: t('detect.affected.groups.among'),
      cell: (row) => <Pill tone={TONES[row.answer]}>{t(`detect.affected.groups.${row.answer}`)}</Pill>,
    },
    {
      key: 'at-least',
      label: t('detect.affected.groups.at-least'),
      align: 'number',
      cell: (row) => (row.answer === 'unknown' && row.atLeast === 0 ? '–' : row.atLeast),
    },
    { key: 'at-most', label: t('detect.affected.groups.at-most'), align: 'number', cell: (row) => number(row.atMost) },
    { key: 'unknown', label: t('detect.affected.groups.unknown-count'), align: 'number', cell: (row) => number(row.unknown) },
    {
      key: 'why',
      label: t('detect.affected.groups.why'),
      cell: (row) => row.because.map(({ code, values }) => t(`detect.affected.groups.because.${code}`, { ...values })).join(' '),
    },
  ];
}
