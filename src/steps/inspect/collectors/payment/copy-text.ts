import type { CDPSession, Page } from 'playwright-core';
import { atClipboard } from './paste-into.ts';

/** The example of ISO 13616, which nobody owns. */
const ACCOUNT = 'DE89 3704 0044 0532 0130 00';

/** Copies an account number on the page, as customers do who pay by transfer: whoever exchanges it does so now. Leaves nothing behind. */
export async function copyText(page: Page, session: CDPSession, key: string): Promise<void> {
  const id = `s${key.replace(/[^a-z0-9]/gi, '')}`;
  const show = `(() => { const it = document.createElement('p'); it.id = '${id}'; it.textContent = '${ACCOUNT}'; document.body.append(it); if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); getSelection().selectAllChildren(it); })() /* ${key} */`;
  const shown = await session.send('Runtime.evaluate', { expression: show }).catch(() => null);
  if (shown === null || shown.exceptionDetails !== undefined) return;
  await atClipboard(async () => {
    const copy = { key: 'c', code: 'KeyC', windowsVirtualKeyCode: 67, modifiers: 2 } as const;
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...copy, commands: ['copy'] }).catch(() => undefined);
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...copy }).catch(() => undefined);
    await page.waitForTimeout(50);
  });
  await session.send('Runtime.evaluate', { expression: `document.getElementById('${id}')?.remove() /* ${key} */` }).catch(() => undefined);
}
