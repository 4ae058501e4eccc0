import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { TroubledPerson } from '../verbs/open-troubled.ts';
import { otherWays } from '../verbs/settle-letter.ts';

interface TroublePageProps {
  readonly notice: string;
  /** `null` until somebody asked to see the names. */
  readonly people: readonly TroubledPerson[] | null;
  readonly maySettle: boolean;
}

/** Who has no letter. Opening the names is an act of its own, since the ledger keeps it. */
export function TroublePage({ notice, people, maySettle }: TroublePageProps) {
  const { t } = useView();
  const action = `/tell/notices/${notice}/trouble`;
  if (people === null) {
    return (
      <Card heading={t('tell.who.open')}>
        <p>{t('tell.who.purpose')}</p>
        <Form action={action}>
          <Button kind="main">{t('tell.who.button')}</Button>
        </Form>
      </Card>
    );
  }
  return (
    <Card heading={t('tell.who.count', { count: people.length })} foot={t('tell.who.note')}>
      <DataTable
        caption={t('tell.who.heading')}
        rows={people}
        empty={<EmptyState heading={t('tell.who.none')}>{t('tell.who.none-text')}</EmptyState>}
        columns={[
          { key: 'name', label: t('tell.who.name'), cell: (one) => one.name },
          { key: 'customer', label: t('tell.who.customer'), cell: (one) => <code>{one.customer}</code> },
          { key: 'language', label: t('tell.who.language'), cell: (one) => one.language },
          {
            key: 'state',
            label: t('tell.column.state'),
            cell: (one) => (
              <Pill tone={one.state === 'unknown' ? 'unknown' : 'bad'}>{t('tell.letter', { state: one.state.replace('-', '_') })}</Pill>
            ),
          },
          { key: 'said', label: t('tell.trouble.said'), cell: (one) => one.response ?? '–' },
          {
            key: 'do',
            label: t('tell.who.told'),
            cell: (one) =>
              maySettle ? (
                <Form action={action} layout="inline">
                  <input type="hidden" name="letter" value={one.id} />
                  <Select
                    name="way"
                    id={`way-${one.id}`}
                    label={t('tell.who.way')}
                    required
                    options={otherWays.map((way) => ({ value: way, label: t('tell.who.way-of', { way: way.replace('-', '_') }) }))}
                  />
                  <Button>{t('tell.who.mark')}</Button>
                </Form>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Card>
  );
}
