import type { Child } from 'hono/jsx';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { readPublicFiles } from '#web/assets.ts';
import { formatTime } from '#web/components/time.tsx';
import { renderText } from '#web/render.tsx';
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
  const style = readPublicFiles(productFiles).style.content.toString('utf8');
  const html = await notificationHtml(paper, <style dangerouslySetInnerHTML={{ __html: style }} />);
  return house.browser.withContext({ locale: localeOf(paper.file.language), width: 1_100 }, async (context) => {
    // What people wrote must not load anything while it is printed.
    await context.route('**/*', (route) => route.abort());
    const page = await context.newPage();
    await page.setContent(html);
    const margin = { top: '14mm', bottom: '14mm', left: '12mm', right: '12mm' };
    return page.pdf({ format: 'A4', printBackground: true, tagged: true, outline: true, scale: 0.72, margin });
  });
}

/** The same as a page of its own, to print. `style` is the link or the sheet that the place allows. */
export function notificationHtml({ file, t }: Paper, style: Child): Promise<string> {
  const locale = localeOf(file.language);
  const view = { t, locale, csrf: '', timeZone: file.timeZone, url: new URL('http://notification.invalid/') };
  const title = t('notification.paper.title', { number: file.case });
  return renderText(
    view,
    <html lang={locale} data-theme="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {style}
      </head>
      <body class="public report-paper">
        <main class="public-main">
          <h1>{title}</h1>
          <Body file={file} t={t} locale={locale} />
        </main>
      </body>
    </html>,
  );
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
      <p>{t('notification.paper.foot', { template: `${file.template.id} ${file.template.version}`, version: file.factsVersion })}</p>
    </div>
  );
}
