import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { FormPage } from '../../account-look.ts';
import { accountPattern, accountWords } from '../../account-words.ts';
import { withoutQuery } from '../site-of.ts';

const passwordShape = z.object({
  name: z.string(),
  autocomplete: z.string(),
  minLength: z.number().nullable(),
  maxLength: z.number().nullable(),
  pattern: z.boolean(),
  pasteBlocked: z.boolean(),
});
const readShape = z.object({
  form: z
    .object({
      action: z.string(),
      method: z.string(),
      plain: z.boolean(),
      token: z.string().nullable(),
      passwords: z.array(passwordShape),
      asks: z.array(z.string()),
    })
    .nullable(),
  captcha: z.string().nullable(),
  factors: z.array(z.string()),
  rules: z.array(z.string()),
});

/** Which form of a page is meant, and marks it: the sign-in has one password, a reset none, a registration one or two beside a name. */
export type FormKind = 'signIn' | 'register' | 'reset' | 'change' | 'tracking';

/** Attributes by which later steps find what was read. */
export const MARK = { address: '[data-shopbell="address"]', password: '[data-shopbell="password"]', form: '[data-shopbell-form]' };

/** For the page: a text, for it runs there. Marks the form and its fields and says what they are. */
function question(kind: FormKind): string {
  const { captcha, token } = accountWords();
  const given = JSON.stringify({ kind, captcha, token, factor: accountPattern('secondFactor'), register: accountPattern('register') });
  return `((given) => {
  const shown = (it) => it.getClientRects().length > 0;
  const asked = (form) => [...form.querySelectorAll('input, select, textarea')].filter((it) => shown(it) && !/^(hidden|submit|button|image|checkbox|radio|search|file|reset)$/.test(it.type));
  const passwords = (form) => asked(form).filter((it) => it.type === 'password');
  const about = (it) => [it.autocomplete, it.name, it.id, it.placeholder, it.getAttribute('aria-label'), it.labels && it.labels[0] ? it.labels[0].textContent : ''].filter(Boolean).join(' ');
  const address = (form) => asked(form).find((it) => it.type === 'email') || asked(form).find((it) => it.type !== 'password' && /mail|user|login|メール/i.test(about(it)));
  const forms = [...document.forms];
  const all = forms.length > 0 ? forms : [document.body];
  const isNew = (form) => new RegExp(given.register, 'iu').test([form.action, ...[...form.querySelectorAll('button, input[type=submit]')].map((it) => it.value || it.textContent)].join(' '));
  const fits = {
    signIn: (form) => passwords(form).length === 1 && address(form) && asked(form).length <= 3 && passwords(form)[0].autocomplete !== 'new-password' && !isNew(form),
    register: (form) => passwords(form).length >= 1 && address(form) && (passwords(form)[0].autocomplete === 'new-password' || passwords(form).length > 1 || asked(form).length > 2 || isNew(form)),
    reset: (form) => passwords(form).length === 0 && address(form) && asked(form).length === 1 && !/newsletter|subscri/i.test(form.action + form.className + form.id + (form.parentElement ? form.parentElement.className : '')),
    change: (form) => passwords(form).length >= 2 || (passwords(form).length === 1 && passwords(form)[0].autocomplete === 'new-password'),
    tracking: (form) => passwords(form).length === 0 && asked(form).length > 0 && asked(form).some((it) => /order|bestell|zam[oó]w|注文|command|pedido|ordin/i.test(about(it))),
  };
  const form = all.find(fits[given.kind]) || null;
  const text = document.body ? document.body.innerText : '';
  const html = document.documentElement.outerHTML;
  const field = (it) => {
    const event = new Event('paste', { bubbles: true, cancelable: true });
    it.dispatchEvent(event);
    return { name: it.name || it.id || '', autocomplete: it.getAttribute('autocomplete') || '', minLength: it.minLength >= 0 ? it.minLength : null,
      maxLength: it.maxLength >= 0 ? it.maxLength : null, pattern: Boolean(it.pattern), pasteBlocked: event.defaultPrevented };
  };
  const tokenOf = (form) => {
    const name = new RegExp(given.token, 'i');
    const hidden = [...form.querySelectorAll('input[type=hidden]')].find((it) => it.value.length >= 8 && name.test(it.name));
    const meta = [...document.querySelectorAll('meta')].find((it) => name.test(it.name) && it.content.length >= 8);
    return hidden ? hidden.name : meta ? meta.name : null;
  };
  if (form) {
    form.setAttribute('data-shopbell-form', '');
    const to = address(form);
    if (to) to.setAttribute('data-shopbell', 'address');
    if (passwords(form)[0]) passwords(form)[0].setAttribute('data-shopbell', 'password');
  }
  const seen = new RegExp(given.captcha, 'i').exec(html);
  const factors = [
    ...(new RegExp(given.factor, 'iu').test(text) ? ['words'] : []),
    ...(/navigator\\.credentials|PublicKeyCredential|autocomplete="[^"]*webauthn/i.test(html) ? ['passkey calls'] : []),
    ...(document.querySelector('[autocomplete="one-time-code"]') ? ['one-time-code field'] : []),
  ];
  const speaks = /password|passwort|kennwort|has[łl]|パスワード|mot de passe|contrase|caractères|characters|zeichen|znak|文字|caracteres|caratteri/i;
  return {
    form: form ? { action: form.action && typeof form.action === 'string' ? form.action : location.href, method: (form.getAttribute && form.getAttribute('method') || 'get').toLowerCase(),
      plain: Boolean(form.getAttribute && (form.getAttribute('method') || form.getAttribute('action'))), token: tokenOf(form),
      passwords: passwords(form).map(field), asks: asked(form).filter((it) => it.type !== 'password').map((it) => (it.name || it.id || it.type).slice(0, 60)) } : null,
    captcha: seen ? seen[0].toLowerCase() : null,
    factors,
    rules: text.split('\\n').map((line) => line.trim()).filter((line) => line.length < 200 && speaks.test(line) && /\\d/.test(line)).slice(0, 5),
  };
})(${given})`;
}

/** What the page that is open says of one of its forms; `null`: it has none of that kind. Nothing is sent. */
export async function readFormPage(page: Page, kind: FormKind, status: number): Promise<FormPage | null> {
  const read = readShape.parse(await page.evaluate(question(kind)));
  if (read.form === null) return null;
  const cookies = await page.context().cookies();
  return {
    url: withoutQuery(page.url()),
    status,
    form: {
      ...read.form,
      action: withoutQuery(read.form.action),
      method: read.form.method === 'post' ? 'post' : 'get',
      token: read.form.token ?? cookies.find(({ name }) => /csrf|xsrf/i.test(name))?.name ?? null,
    },
    captcha: read.captcha,
    factors: read.factors,
    rules: read.rules,
  };
}

/** What the page that is open offers beside a password. */
export async function readFactors(page: Page): Promise<readonly string[]> {
  return readShape.parse(await page.evaluate(question('signIn'))).factors;
}
