import type { Child } from 'hono/jsx';
import { printPaper } from '#engines/browser/print-paper.ts';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { formatTime } from '#web/components/time.tsx';
import { PaperStyle, paperHtml } from '#web/paper.tsx';
import type { Locale, Translate } from '#web/types.ts';
import { localeOf } from './form-words.ts';
import type { NotificationFile } from './notification-shape.ts';
import { templateWords } from './tables.ts';

interface Paper {
  readonly file: NotificationFile;
  /** The texts of the notification's own language. */
  readonly t: Translate;
}

/** The notification as a tagged PDF, in its own language; our own browser prints it. Throws BROWSER_MISSING. */
export async function renderNotification(house: Pick<House, 'browser'>, paper: Paper): Promise<Uint8Array> {
  const locale = localeOf(paper.file.language);
  return printPaper(house.browser, await notificationHtml(paper), { locale, width: 1_100, scale: 0.72 });
}

/** The same as a page of its own, to print. `style` is the link that the place allows, else every style stands in it. */
export function notificationHtml({ file, t }: Paper, style: Child = <PaperStyle files={productFiles} />): Promise<string> {
  const locale = localeOf(file.language);
  const title = t('notification.paper.title', { number: file.case });
  return paperHtml({ locale, t, timeZone: file.timeZone }, title, <Body file={file} t={t} locale={locale} />, style);
}

function Body({ file, t, locale }: Paper & { readonly locale: Locale }) {
  const words = templateWords(locale);
  const time = (iso: string) => formatTime(new Date(iso), locale, file.timeZone, 'exact');
  const { answered, required, open } = file.completeness;
  const { submission } = file;
  return (
    <div class="report">
      <p>
        {t('notification.phase-is', { kind: file.kind.replace('-', ''), phase: file.phase })} ·{' '}
        {submission?.authority ?? file.authority?.name ?? '–'}
      </p>
      <p>
        {submission === null
          ? t('notification.paper.draft', { at: time(file.madeAt) })
          : t('notification.paper.submitted', {
              at: time(submission.at),
              channel: words.channels[submission.channel] ?? '',
              reference: submission.reference || '–',
            })}
      </p>
      <p>
        {t('notification.meter', { answered, required })} {t('notification.open', { open })}
      </p>
      {[...Map.groupBy(file.fields, (field) => field.section)].map(([section, fields]) => (
        <section class="card">
          <h2>{words.sections[section]}</h2>
          <table class="table form-paper">
            <thead>
              <tr>
                {(['field', 'value', 'certainty'] as const).map((column) => (
                  <th scope="col">{t(`notification.paper.${column}`)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr>
                  <th scope="row">{`${field.number}. ${field.title}`}</th>
                  <td class="lines">{field.words === '' ? (field.required ? t('notification.missing') : '–') : field.words}</td>
                  <td>
                    {field.words === '' || field.certainty === null ? '–' : t('notification.paper.is', { certainty: field.certainty })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {file.letters.map((letter) => (
        <section class="card" lang={letter.language}>
          <h2>
            {t('notification.paper.letter', {
              language: letter.language,
              released: letter.released ? 'yes' : 'no',
              version: letter.version,
            })}
          </h2>
          <p>
            <b>{letter.subject}</b>
          </p>
          <p class="lines">{letter.text}</p>
        </section>
      ))}
      <p>{t('notification.paper.foot', { template: `${file.template.id} ${file.template.version}`, version: file.factsVersion })}</p>
    </div>
  );
}
