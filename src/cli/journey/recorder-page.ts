import { recorderWords } from './recorder-words.ts';

/** The page on which a person sees the shop's page and clicks in it, in their language. Its script stands beside it. */
export function recorderPage(language: string): string {
  const t = recorderWords(language);
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${t.title} – Shopbell</title><link rel="stylesheet" href="style.css"></head><body>
<main><h1>${t.title}</h1>
<p>${t.how}</p>
<p role="status" id="said" data-written="${t.written}"></p>
<img id="shop" width="1280" height="800" tabindex="0" alt="${t.picture}">
<form id="choose"><label>${t.choose} <input name="label" autocomplete="off"></label> <button>${t.chooseButton}</button></form>
<p><button id="payment">${t.payment}</button> <button id="done">${t.done}</button></p>
<h2>${t.noted}</h2><ol id="lines"></ol></main><script src="script.js"></script></body></html>`;
}

export const RECORDER_STYLE = `*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#faf7f2;color:#222}main{max-width:1280px;margin:0 auto;padding:1rem}img{max-width:100%;height:auto;border:2px solid #8a6d3b;cursor:crosshair}img:focus{outline:3px solid #8a6d3b}button,input{font:inherit;padding:.4rem .7rem;min-height:2.5rem}[role=status]{min-height:1.5em;font-weight:600}li{font-family:ui-monospace,monospace;overflow-wrap:anywhere}`;

export const RECORDER_SCRIPT = `const shop = document.querySelector('#shop'), said = document.querySelector('#said'), lines = document.querySelector('#lines');
let queue = Promise.resolve(), over = false;
const ask = async (path, body) => { const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }); return answer.json(); };
const act = (body) => { queue = queue.then(async () => { const told = await ask('act', body); said.textContent = told.said || ''; lines.replaceChildren(...told.lines.map((line) => Object.assign(document.createElement('li'), { textContent: line }))); }).catch((thrown) => { said.textContent = String(thrown); }); return queue; };
shop.addEventListener('click', (e) => { const box = shop.getBoundingClientRect(); act({ what: 'click', x: (e.clientX - box.left) * 1280 / box.width, y: (e.clientY - box.top) * 800 / box.height }); shop.focus(); });
shop.addEventListener('wheel', (e) => { e.preventDefault(); act({ what: 'scroll', by: e.deltaY }); }, { passive: false });
shop.addEventListener('keydown', (e) => { if (e.ctrlKey || e.metaKey || e.altKey || (e.shiftKey && e.key === 'Tab')) return; e.preventDefault(); act(e.key.length === 1 ? { what: 'type', text: e.key } : { what: 'key', key: e.key }); });
shop.addEventListener('paste', (e) => act({ what: 'type', text: e.clipboardData.getData('text').slice(0, 200) }));
document.querySelector('#choose').addEventListener('submit', (e) => { e.preventDefault(); act({ what: 'choose', label: e.target.elements.label.value }); });
for (const [id, atPayment] of [['payment', true], ['done', false]]) document.querySelector('#' + id).addEventListener('click', () => queue.then(() => ask('done', { atPayment })).then(() => { over = true; said.textContent = said.dataset.written; }));
const show = () => { if (over) return; const next = new Image(); next.onload = () => { shop.src = next.src; setTimeout(show, 250); }; next.onerror = () => setTimeout(show, 1000); next.src = 'picture?' + Date.now(); };
show(); act({ what: 'scroll', by: 0 });`;
