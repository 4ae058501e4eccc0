import { ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { useView } from '#web/view-context.ts';
import type { Facts } from '../checks/facts.ts';
import type { CaseRow } from '../store.ts';
import type { Counted } from './affected.ts';
import { AffectedCards } from './affected-card.tsx';

interface CasePapersProps {
  readonly row: CaseRow;
  readonly facts: Facts;
  readonly counted: Counted;
}

/** What a case's page shows of its papers, and where they are. */
export function CasePapers({ row, facts, counted }: CasePapersProps) {
  const { t } = useView();
  return (
    <>
      <AffectedCards facts={facts} counted={counted} />
      <Card heading={t('papers.card')}>
        <p>{t('papers.card-text')}</p>
        <p>
          <ButtonLink href={`/decide/cases/${row.id}/papers`}>{t('papers.title', { number: row.number })}</ButtonLink>{' '}
          <ButtonLink href={`/decide/register/${row.id}`}>{t('register.entry', { number: row.number })}</ButtonLink>
        </p>
      </Card>
    </>
  );
}
