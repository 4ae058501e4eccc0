import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Chip } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { CaseRow } from '../store.ts';
import { frozenOf } from './frozen.ts';
import { deciding, hashPaper, type Memo } from './memo.ts';
import { MemoBody } from './memo-body.tsx';
import type { AdviceRow, MemoRow } from './papers-tables.ts';

export interface PapersPageProps {
  readonly row: CaseRow;
  /** Null while nobody has decided. */
  readonly memo: Memo | null;
  readonly memos: readonly MemoRow[];
  readonly reader: string;
  /** What was advised and is in no memo yet. */
  readonly fresh: readonly AdviceRow[];
  /** Of the organisation's people, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly mayDecide: boolean;
  readonly mayDissent: boolean;
}

/** The memo as it stands, the advice and the dissent that go into it, its release, and the memos that were released. */
export function MemoPart(props: PapersPageProps) {
  const { row, memo, memos, fresh, mayDecide } = props;
  return (
    <>
      {memo === null ? <NoDecision /> : <MemoCard {...props} memo={memo} />}
      {memos.length === 0 ? null : <MemoList {...props} />}
      {fresh.length === 0 ? null : <FreshAdvice fresh={fresh} />}
      {mayDecide ? <AdviceForm row={row} /> : null}
    </>
  );
}

function NoDecision() {
  const { t } = useView();
  return (
    <Card heading={t('papers.memo.title')}>
      <p>{t('papers.memo.none')}</p>
    </Card>
  );
}

function MemoCard({ row, memo, memos, reader, names, mayDecide, mayDissent }: PapersPageProps & { readonly memo: Memo }) {
  const { t } = useView();
  const hash = hashPaper(memo);
  const released = memos.find((one) => one.hash === hash) ?? null;
  const isDecider = memo.decision.by.id === reader;
  const frozen = released === null ? null : frozenOf(released, names);
  return (
    <>
      <MemoBody memo={memo} frozen={frozen} />
      <p>
        <ButtonLink href={`/decide/cases/${row.id}/memo.pdf`}>PDF</ButtonLink>{' '}
        <ButtonLink href={`/decide/cases/${row.id}/memo.html`}>{t('papers.print')}</ButtonLink>
      </p>
      {released === null && mayDecide ? (
        <Card heading={t('papers.memo.release')}>
          {isDecider ? (
            <p>{t('papers.memo.second')}</p>
          ) : (
            <Form action={`/decide/cases/${row.id}/papers/release`}>
              <p>{t('papers.memo.release-text')}</p>
              <input type="hidden" name="decision" value={String(memo.decision.number)} />
              <input type="hidden" name="hash" value={hash} />
              <Button kind="main">{t('papers.memo.release-button')}</Button>
            </Form>
          )}
        </Card>
      ) : null}
      {mayDissent && !isDecider ? <DissentForm row={row} memo={memo} /> : null}
    </>
  );
}

function MemoList({ row, memos, names }: Pick<PapersPageProps, 'row' | 'memos' | 'names'>) {
  const { t } = useView();
  return (
    <Card heading={t('papers.memo.all')}>
      <ul class="plain rows">
        {memos.toReversed().map((one) => (
          <li>
            <a href={`/decide/cases/${row.id}/memos/${one.number}.html`}>
              {t('papers.memo.number', { number: one.number, decision: one.decision })}
            </a>{' '}
            <Time at={one.released_at} /> {names.get(one.released_by) ?? one.released_by} <code>{one.hash}</code>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Noted after the last decision, or while there is none. */
function FreshAdvice({ fresh }: Pick<PapersPageProps, 'fresh'>) {
  const { t } = useView();
  return (
    <Card heading={t('papers.memo.advice')} foot={t('papers.advice.next')}>
      {fresh.map((one) => (
        <p class="spoken">
          <strong>{one.given_by}</strong>, <Time at={one.given_at} as="exact" />: {one.advice}{' '}
          {deciding.map((duty) =>
            one[duty] === null ? null : (
              <Chip>
                {t('decide.duty', { duty })}: {t('decide.answer', { answer: one[duty] })}
              </Chip>
            ),
          )}
        </p>
      ))}
    </Card>
  );
}

function DissentForm({ row, memo }: { readonly row: CaseRow; readonly memo: Memo }) {
  const { t } = useView();
  return (
    <Card>
      <Fold summary={t('papers.dissent.heading')}>
        <Form action={`/decide/cases/${row.id}/papers/dissent`}>
          <input type="hidden" name="decision" value={String(memo.decision.number)} />
          <Textarea name="reason" id="dissent-reason" label={t('papers.dissent.reason')} rows={3} maxlength={4000} required />
          <Button>{t('papers.dissent.button')}</Button>
        </Form>
      </Fold>
    </Card>
  );
}

function AdviceForm({ row }: { readonly row: CaseRow }) {
  const { t, timeZone } = useView();
  const zone = t('decide.filing.zone', { zone: timeZone });
  const options = (['yes', 'no'] as const).map((value) => ({ value, label: t('decide.answer', { answer: value }) }));
  return (
    <Card>
      <Fold summary={t('papers.advice.heading')}>
        <Form action={`/decide/cases/${row.id}/papers/advice`}>
          <p class="soft">{t('papers.advice.text')}</p>
          <div class="fields-2">
            <Field name="givenBy" label={t('papers.advice.by')} maxlength={200} required />
            {deciding.map((duty) => (
              <Select
                name={duty}
                label={t('papers.advice.advises', { duty: t('decide.duty', { duty }) })}
                options={options}
                choose={t('papers.advice.nothing')}
              />
            ))}
            <Field name="askedAt" type="datetime-local" label={t('papers.advice.asked')} hint={zone} required />
            <Field name="givenAt" type="datetime-local" label={t('papers.advice.given')} hint={zone} required />
          </div>
          <Textarea name="advice" label={t('papers.advice.what')} rows={4} maxlength={4000} required />
          <Button>{t('papers.advice.button')}</Button>
        </Form>
      </Fold>
    </Card>
  );
}
