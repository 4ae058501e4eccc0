import type { Child } from 'hono/jsx';
import { Button } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import { isFit } from '../checks/lint-notice.ts';
import type { LintResult } from '../checks/lint-result.ts';
import type { Block } from '../checks/render-letter.ts';
import type { LetterCounts } from '../finish-round.ts';
import type { LetterRow, NoticeRow, NoticeVersionRow } from '../store.ts';
import { DeliveryCard } from './delivery-card.tsx';
import { LintCard } from './lint-card.tsx';

export interface NoticePageProps {
  readonly row: NoticeRow;
  readonly version: NoticeVersionRow;
  readonly blocks: readonly Block[];
  readonly lint: readonly LintResult[];
  readonly counts: LetterCounts;
  readonly troubled: readonly Pick<LetterRow, 'id' | 'state' | 'attempts' | 'interruptions' | 'response' | 'at' | 'language'>[];
  readonly pagePath: string | null;
  /** Whether this person may release: the permission, and not the writer. */
  readonly release: 'may' | 'is-writer' | 'may-not';
  readonly mayWrite: boolean;
  readonly preview: Child;
}

/** The letter as a reader sees it, beside what the checks say; below it releasing and what became of every letter. */
export function NoticePage(props: NoticePageProps) {
  const { t } = useView();
  const { row, version } = props;
  const draft = row.state === 'draft';
  return (
    <>
      {draft ? null : <DeliveryCard {...props} />}
      <Grid columns="split">
        <div>
          <article class="letter" lang={version.content.language}>
            <header class="letter-subject">
              <small class="soft">{t('tell.subject')}</small>
              <h2>{version.content.subject}</h2>
            </header>
            {props.preview}
          </article>
          <p class="letter-note">{t('tell.preview-note')}</p>
        </div>
        <div>
          {draft ? <ReleaseCard {...props} /> : <UpdateCard {...props} />}
          <LintCard lint={props.lint} />
        </div>
      </Grid>
      {draft && props.mayWrite ? <EditCard row={row} version={version} /> : null}
      {props.troubled.length > 0 ? <TroubleCard {...props} /> : null}
    </>
  );
}

function ReleaseCard({ row, lint, release }: NoticePageProps) {
  const { t } = useView();
  const fit = isFit(lint);
  const people = Object.values(row.languages).reduce((sum, count) => sum + count, 0);
  const others = Object.entries(row.languages).filter(([tag]) => !tag.startsWith('en'));
  return (
    <Card heading={t('tell.release.heading', { people })}>
      <p>{t(fit ? 'tell.release.fit' : 'tell.release.unfit')}</p>
      {others.length > 0 ? (
        <p>{t('tell.release.languages', { list: others.map(([tag, count]) => `${tag} ${count}`).join(', ') })}</p>
      ) : null}
      {release === 'is-writer' ? <p>{t('tell.release.is-writer')}</p> : null}
      {release === 'may' ? (
        <Form action={`/tell/notices/${row.id}/release`}>
          <input type="hidden" name="version" value={String(row.version)} />
          <Button kind="main" disabled={!fit}>
            {t('tell.release.button', { people })}
          </Button>
        </Form>
      ) : null}
    </Card>
  );
}

function UpdateCard({ row, release }: NoticePageProps) {
  const { t } = useView();
  if (release === 'may-not') return null;
  return (
    <Card heading={t('tell.update.heading')}>
      <Form action={`/tell/notices/${row.id}/page`}>
        <Textarea name="note" label={t('tell.update.note')} hint={t('tell.update.note-hint')} rows={4} maxlength={4000} required />
        <Field name="next" type="date" label={t('tell.update.next')} hint={t('tell.update.next-hint')} />
        <Button>{t('tell.update.button')}</Button>
      </Form>
    </Card>
  );
}

function EditCard({ row, version }: Pick<NoticePageProps, 'row' | 'version'>) {
  const { t } = useView();
  const { content } = version;
  const field = (name: 'opening' | 'happened' | 'recipients' | 'taken' | 'prevention' | 'contact' | 'next') => (
    <Textarea name={name} label={t('tell.edit.field', { name })} value={content[name]} rows={3} maxlength={4000} required />
  );
  return (
    <Card heading={t('tell.edit.heading')}>
      <Form action={`/tell/notices/${row.id}/text`}>
        <input type="hidden" name="version" value={String(row.version)} />
        <Field name="subject" label={t('tell.edit.field', { name: 'subject' })} value={content.subject} maxlength={200} required />
        {field('opening')}
        {field('happened')}
        {field('recipients')}
        {field('taken')}
        {field('prevention')}
        {field('contact')}
        {field('next')}
        <Button>{t('tell.edit.button')}</Button>
      </Form>
    </Card>
  );
}

function TroubleCard({ row, troubled, release }: NoticePageProps) {
  const { t } = useView();
  return (
    <Card
      heading={t('tell.trouble.heading')}
      foot={t('tell.trouble.note')}
      actions={<a href={`/tell/notices/${row.id}/trouble`}>{t('tell.trouble.who')}</a>}
    >
      <DataTable
        caption={t('tell.trouble.heading')}
        rows={troubled}
        prefix="letters"
        columns={[
          { key: 'letter', label: t('tell.trouble.letter'), cell: (one) => <code>{one.id.slice(-8)}</code> },
          {
            key: 'state',
            label: t('tell.column.state'),
            cell: (one) => (
              <Pill tone={one.state === 'unknown' ? 'unknown' : 'bad'}>{t('tell.letter', { state: one.state.replace('-', '_') })}</Pill>
            ),
            filterBy: (one) => one.state,
          },
          { key: 'said', label: t('tell.trouble.said'), cell: (one) => one.response ?? '–' },
          { key: 'tries', label: t('tell.trouble.tries'), cell: (one) => one.attempts, align: 'number' },
          {
            key: 'do',
            label: t('tell.trouble.do'),
            cell: (one) =>
              release === 'may-not' || one.state === 'no-address' ? (
                '–'
              ) : (
                <Form action={`/tell/letters/${one.id}`} layout="inline">
                  <Button name="how" value="send-again">
                    {t('tell.trouble.again')}
                  </Button>
                  {one.state === 'unknown' ? (
                    <Button name="how" value="count-as-sent">
                      {t('tell.trouble.count')}
                    </Button>
                  ) : null}
                </Form>
              ),
          },
        ]}
      />
    </Card>
  );
}
