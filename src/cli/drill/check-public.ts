import type { Agreement } from './account.ts';
import type { Evidence } from './evidence.ts';
import { PAGED } from './set-up-shop.ts';

/** The public page answers over HTTP, without a session, and holds no script. */
export async function checkPublicPage({ running, way }: Evidence): Promise<Omit<Agreement, 'station'>> {
  if (!way.publicPath) return { agrees: false, text: 'not published' };
  const answer = await running.house.http.request({ url: `${running.url}${way.publicPath}`, allowPrivate: true });
  const html = Buffer.from(answer.body).toString('utf8');
  const scripts = html.includes('<script');
  const heading = /<h1[^>]*>([^<]+)/.exec(html)?.[1] ?? '';
  return { agrees: answer.status === 200 && !scripts && heading !== '', text: `${way.publicPath} answered ${answer.status}: “${heading}”` };
}

/** A customer types the code of their letter, and a made-up one, into the check page. */
export async function checkCode(evidence: Evidence): Promise<Omit<Agreement, 'station'>> {
  const { running, way } = evidence;
  const letter = (await running.house.mailer.caught({ limit: 50 })).find((mail) => !mail.to.includes(PAGED));
  const code = /\b[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(letter?.text ?? '')?.[0];
  if (!letter || !code || !way.publicPath) return { agrees: false, text: 'no letter with a code' };
  const check = `${running.url}${way.publicPath.split('/').slice(0, 3).join('/')}/check`;
  const ask = async (typed: string): Promise<string> => {
    const answer = await running.house.http.request({
      url: check,
      method: 'POST',
      allowPrivate: true,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(running.url).origin },
      body: new URLSearchParams({ code: typed, address: '' }).toString(),
    });
    return /<h1[^>]*>([^<]+)/.exec(Buffer.from(answer.body).toString('utf8'))?.[1] ?? `status ${answer.status}`;
  };
  const real = await ask(code);
  const forged = await ask('00000-00000');
  return { agrees: /^Yes/.test(real) && /^No/.test(forged), text: `real: “${real}”, made up: “${forged}”` };
}
