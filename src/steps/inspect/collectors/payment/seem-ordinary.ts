import type { CDPSession } from 'playwright-core';

/**
 * Gives every document to come what browsers of customers have and browsers that a program drives lack: the object `chrome`, and at
 * a desk the five names under which they show papers and a picture card. `key`: marks the script as ours.
 */
export async function seemOrdinary(session: CDPSession, { key, phone }: { readonly key: string; readonly phone: boolean }): Promise<void> {
  await session.send('Page.enable');
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: `${CHROME}${phone ? '' : PLUGINS + PICTURE_CARD} // ${key}` });
}

/** Brands as the browser tells them in headers and to scripts, without the word that says that nobody sits there. */
export function brandsOf(agent: string): { readonly brand: string; readonly version: string }[] {
  const version = /Chrome\/(\d+)/.exec(agent)?.[1] ?? '0';
  return [
    { brand: 'Google Chrome', version },
    { brand: 'Not.A/Brand', version: '8' },
    { brand: 'Chromium', version },
  ];
}

/** Bound functions read as the browser's own (`[native code]`). */
const BOUND = (name: string, value: string) =>
  `(() => { const it = (() => ${value}).bind(null); Object.defineProperty(it, 'name', { value: '${name}', configurable: true }); return it; })()`;
const CHROME = `(() => { if (!('chrome' in window)) Object.defineProperty(window, 'chrome', { value: { app: { isInstalled: false }, csi: ${BOUND('csi', '({})')}, loadTimes: ${BOUND('loadTimes', '({})')} }, writable: true, enumerable: true, configurable: false }); })();`;
const PLUGINS = `(() => { if (navigator.plugins.length > 0) return; const names = ['PDF Viewer', 'Chrome PDF Viewer', 'Chromium PDF Viewer', 'Microsoft Edge PDF Viewer', 'WebKit built-in PDF']; const list = Object.create(PluginArray.prototype); names.forEach((name, at) => { const one = Object.create(Plugin.prototype, { name: { value: name }, filename: { value: 'internal-pdf-viewer' }, description: { value: 'Portable Document Format' }, length: { value: 2 } }); Object.defineProperty(list, at, { value: one, enumerable: true }); Object.defineProperty(list, name, { value: one }); }); Object.defineProperty(list, 'length', { value: names.length }); Object.defineProperty(Navigator.prototype, 'plugins', { get: ${BOUND('get plugins', 'list')}, enumerable: true, configurable: true }); })();`;
/** Whoever asks what draws is told a common card instead of the program that draws here. */
const PICTURE_CARD = `(() => { const told = { 37445: 'Google Inc. (Intel)', 37446: 'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)' }; for (const type of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) { if (type === undefined) continue; type.prototype.getParameter = new Proxy(type.prototype.getParameter, { apply: (real, it, args) => { const said = Reflect.apply(real, it, args); return typeof said === 'string' && args[0] in told ? told[args[0]] : said; } }); } })();`;
