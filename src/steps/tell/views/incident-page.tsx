import type { DataCategory } from '#kernel/people.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Block } from '../checks/render-letter.ts';
import type { PublicPageRow } from '../store.ts';
import type { CategoryWords, Language } from '../tables.ts';
import { LetterPreview } from './letter-preview.tsx';

export interface IncidentPageProps {
  readonly path: string;
  readonly page: PublicPageRow;
  readonly versions: readonly PublicPageRow[];
  readonly blocks: readonly Block[];
  readonly words: CategoryWords;
  /** The reader's language; the shop's own text stays in its own. */
  readonly language: Language;
  /** What the reader's code says: their kinds of data, `none` when no letter has it, null when nobody asked. */
  readonly answer: readonly DataCategory[] | 'none' | null;
}

/** The public page of an incident: the reader's own question first, then what happened, then the updates. */
export function IncidentPage(props: IncidentPageProps) {
  const { t } = useView();
  const { page, versions, blocks, words, language } = props;
  const spoken = page.content.language;
  const notes = versions.filter((version) => version.note !== '');
  return (
    <>
      {page.next_update_by ? (
        <p class="next-update">
          {t('tell.page.next')}{' '}
          <strong>
            <Time at={page.next_update_by} as="day" />
          </strong>
        </p>
      ) : null}
      {spoken === language ? null : <p class="public-meta">{t('tell.page.other-language')}</p>}
      <CodeCard {...props} />
      <section class="prose">
        <h2>{t('tell.page.kinds')}</h2>
        <ul class="kinds">
          {page.content.affected.map((category) => (
            <li>{words[category][language]}</li>
          ))}
        </ul>
        <p class="public-meta">{t('tell.page.kinds-note')}</p>
      </section>
      <LetterPreview blocks={blocks} level={2} {...(spoken === language ? {} : { lang: spoken })} />
      <section class="prose">
        <h2>{t('tell.page.updates')}</h2>
        {notes.length === 0 ? <p>{t('tell.page.no-updates')}</p> : null}
        {notes.map((version) => (
          <p>
            <strong>
              <Time at={version.at} />
            </strong>
            <br />
            <span lang={spoken}>{version.note}</span>
          </p>
        ))}
        <p>
          <a href={`${props.path}/feed`}>{t('tell.page.feed')}</a>
        </p>
      </section>
    </>
  );
}

function CodeCard({ path, words, language, answer }: IncidentPageProps) {
  const { t } = useView();
  return (
    <Card heading={t('tell.page.affected')}>
      <Answer answer={answer} words={words} language={language} />
      <form action={path} method="post" class="form inline">
        <div class="field">
          <label for="code">{t('tell.page.code')}</label>
          <p class="hint" id="code-hint">
            {t('tell.page.code-hint')}
          </p>
          <input id="code" name="code" required maxlength={40} autocomplete="off" aria-describedby="code-hint" />
        </div>
        <Button kind="main">{t('tell.page.ask')}</Button>
      </form>
      <p class="hint">{t('tell.page.no-letter')}</p>
    </Card>
  );
}

function Answer({ answer, words, language }: Pick<IncidentPageProps, 'answer' | 'words' | 'language'>) {
  const { t } = useView();
  if (answer === null) return null;
  if (answer === 'none')
    return (
      <p role="status" class="answer">
        {t('tell.page.not-found')}
      </p>
    );
  return (
    <div role="status" class="answer prose">
      <p>{t('tell.page.yes')}</p>
      <ul class="kinds">
        {answer.map((category) => (
          <li>{words[category][language]}</li>
        ))}
      </ul>
    </div>
  );
}
