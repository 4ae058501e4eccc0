import { Card } from '#web/components/card.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { CaseRow } from '../store.ts';
import type { PartyRow } from './parties.ts';
import { PartyForm } from './party-form.tsx';

interface JointPartProps {
  readonly row: CaseRow;
  readonly parties: readonly PartyRow[];
  readonly mayDecide: boolean;
}

/** Joint controllers of a case by name, and which of them tells the authority. Who is not known to tell it is never taken to. */
export function JointPart({ row, parties, mayDecide }: JointPartProps) {
  const { t } = useView();
  const joint = parties.filter((one) => one.kind === 'joint');
  const reporter = joint.find((one) => one.reports === 'yes');
  return (
    <Card id="joint" heading={t('papers.joint.heading')}>
      {reporter ? (
        <p>{t('papers.joint.reporter', { name: reporter.name })}</p>
      ) : (
        <p>
          <Pill tone="warn">
            {t(joint.length > 0 && joint.every((one) => one.reports === 'no') ? 'papers.joint.us' : 'papers.joint.open')}
          </Pill>
        </p>
      )}
      <ul class="plain rows">
        {joint.map((one) => (
          <li>
            <b>{one.name}</b>, {one.contact}: {t('papers.joint.who', { reports: one.reports })}
            {one.arrangement === '' ? null : <p class="soft">{one.arrangement}</p>}
            {mayDecide ? <PartyForm row={row} kind="joint" party={one} summary={t('papers.party.change', { name: one.name })} /> : null}
          </li>
        ))}
      </ul>
      {mayDecide ? <PartyForm row={row} kind="joint" party={null} summary={t('papers.joint.add')} /> : null}
    </Card>
  );
}
