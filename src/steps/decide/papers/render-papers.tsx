import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '#web/messages.ts';
import { PaperStyle, paperHtml } from '#web/paper.tsx';
import type { Locale } from '#web/types.ts';
import { ControllerBody } from './controller-body.tsx';
import type { ControllerNotice } from './controller-notice.ts';
import type { Frozen } from './frozen.ts';
import type { Memo } from './memo.ts';
import { MemoBody } from './memo-body.tsx';

/** A decision memo as a page to print. */
export function memoHtml(
  memo: Memo,
  frozen: Frozen | null,
  { locale, timeZone }: { readonly locale: Locale; readonly timeZone: string },
): Promise<string> {
  const t = loadMessages(productFiles).in(locale);
  const title = t('papers.memo.heading', { number: memo.case.number, title: memo.case.title });
  return paperHtml(
    { locale, t, timeZone },
    title,
    <div class="report">
      <MemoBody memo={memo} frozen={frozen} />
    </div>,
    <PaperStyle files={productFiles} />,
  );
}

/** A processor's notice as a page to print, in the language of the controller and not of whoever sends it. */
export function controllerHtml(notice: ControllerNotice, timeZone: string): Promise<string> {
  const t = loadMessages(productFiles).in(notice.language);
  return paperHtml(
    { locale: notice.language, t, timeZone },
    t('papers.notice.heading', { number: notice.case }),
    <ControllerBody notice={notice} />,
    <PaperStyle files={productFiles} />,
  );
}
