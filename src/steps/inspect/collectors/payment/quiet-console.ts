import type { CDPSession } from 'playwright-core';

/**
 * Makes the page's console do nothing in every document to come. A watched browser has to read what is written there, and scripts
 * notice: a large table takes a hundred times longer, and texts of what is written are asked for. `key`: marks the script as ours.
 */
export async function quietConsole(session: CDPSession, key: string): Promise<void> {
  await session.send('Page.enable');
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: `${QUIET} // ${key}` });
}

/** Bound functions read as the browser's own (`[native code]`). */
const QUIET = `(() => { for (const name of ['log', 'debug', 'info', 'warn', 'error', 'dir', 'dirxml', 'table', 'trace', 'clear', 'group', 'groupCollapsed', 'groupEnd', 'count', 'assert', 'profile', 'profileEnd', 'timeStamp']) { const nothing = (() => undefined).bind(null); Object.defineProperty(nothing, 'name', { value: name, configurable: true }); console[name] = nothing; } })();`;
