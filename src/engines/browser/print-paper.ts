import type { Page } from 'playwright-core';
import type { Browser } from './types.ts';

interface Print {
  readonly locale?: string;
  /** Width of the window in which it is laid out, in CSS pixels. */
  readonly width: number;
  /** How large it stands on the sheet, or how that is found on the page once it stands there. */
  readonly scale: number | ((page: Pick<Page, 'setViewportSize' | 'evaluate'>) => Promise<number>);
}

/** The margins of a paper; `fitOnSheet` counts with them. */
const margin = { top: '14mm', bottom: '14mm', left: '12mm', right: '12mm' };

/** A page of our own as a tagged PDF (A4). Nothing is loaded while it is printed, whatever people wrote into it. Throws BROWSER_MISSING. */
export function printPaper(browser: Pick<Browser, 'withContext'>, html: string, { locale, width, scale }: Print): Promise<Uint8Array> {
  return browser.withContext({ ...(locale === undefined ? {} : { locale }), width }, async (context) => {
    await context.route('**/*', (route) => route.abort());
    const page = await context.newPage();
    await page.setContent(html);
    await page.emulateMedia({ media: 'print' });
    const size = typeof scale === 'number' ? scale : await scale(page);
    return page.pdf({ format: 'A4', printBackground: true, tagged: true, outline: true, scale: size, margin });
  });
}

/** What is left of an A4 sheet between the margins, in CSS pixels (96 an inch). */
const SHEET = { width: ((210 - 24) / 25.4) * 96, height: ((297 - 28) / 25.4) * 96 };
const SMALLEST = 0.45;
/** The widest window in which a paper is tried out. */
export const WIDEST = Math.round(SHEET.width / SMALLEST);

/** The largest scale at which a page fits on one sheet, down to 45 %. */
export async function fitOnSheet(page: Pick<Page, 'setViewportSize' | 'evaluate'>): Promise<number> {
  for (let scale = 0.85; scale > SMALLEST; scale -= 0.05) {
    await page.setViewportSize({ width: Math.floor(SHEET.width / scale), height: 800 });
    const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
    if (height * scale <= SHEET.height) return scale;
  }
  return SMALLEST;
}
