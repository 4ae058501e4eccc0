import type { CDPSession, Page } from 'playwright-core';
import type { DomWatcher } from './watch-dom.ts';

let last: Promise<unknown> = Promise.resolve();

/** One at a time: a browser has one clipboard, and several pages. */
export function atClipboard<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work);
  last = mine.catch(() => undefined);
  return mine;
}

/** Pastes a text where the cursor is, by a real command. The page sees the paste and not how the text came into the clipboard. */
export async function pasteInto(page: Page, session: CDPSession, dom: DomWatcher, text: string): Promise<void> {
  await atClipboard(async () => {
    await dom.give(text);
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: ['copy'] });
    const paste = { key: 'v', code: 'KeyV', windowsVirtualKeyCode: 86, modifiers: 2 } as const;
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...paste, commands: ['paste'] });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...paste });
    await page.waitForTimeout(30);
  });
}
