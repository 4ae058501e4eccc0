import type { DataCategory } from '#kernel/people.ts';
import { Button } from '#web/components/button.tsx';
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
  readonly language: Language;
  /** What the reader's code says: their kinds of data, `none` when no letter has it, null when nobody asked. */
  readonly answer: readonly DataCategory[] | 'none' | null;
}

/** The public page of an incident: the reader's own question first, then what happened, then the updates. */
export function IncidentPage({ path, page, versions, blocks, words, language, answer }: IncidentPageProps) {
  const { t } = useView();
  const notes = versions.filter((version) => version.note !== '');
  return (
    <>
      <section>
        <h2>{t('tell.page.affected')}</h2>
        <Answer answer={answer} words={words} language={language} />
        <form action={path} method="post" class="form stack">
          <div class="field">
            <label for="code">{t('tell.page.code')}</label>
            <p class="hint" id="code-hint">
              {t('tell.page.code-hint')}
            </p>
            <input id="code" name="code" required maxlength={40} autocomplete="off" aria-describedby="code-hint" />
          </div>
          <Button kind="main">{t('tell.page.ask')}</Button>
        </form>
        <p>{t('tell.page.kinds')}</p>
        <ul>
          {page.content.affected.map((category) => (
            <li>{words[category][language]}</li>
          ))}
        </ul>
      </section>
      <LetterPreview blocks={blocks} level={2} />
      <section>
        <h2>{t('tell.page.updates')}</h2>
        {notes.map((version) => (
          <p>
            <Time at={version.at} /> {version.note}
          </p>
        ))}
        {page.next_update_by ? (
          <p>
            {t('tell.page.next')} <Time at={page.next_update_by} as="day" />
          </p>
        ) : null}
        <p>
          <a href={`${path}/feed`}>{t('tell.page.feed')}</a>
        </p>
      </section>
    </>
  );
}

function Answer({ answer, words, language }: Pick<IncidentPageProps, 'answer' | 'words' | 'language'>) {
  const { t } = useView();
  if (answer === null) return null;
  if (answer === 'none') return <p role="status">{t('tell.page.not-found')}</p>;
  return (
    <div role="status">
      <p>{t('tell.page.yes')}</p>
      <ul>
        {answer.map((category) => (
          <li>{words[category][language]}</li>
        ))}
      </ul>
    </div>
  );
}
