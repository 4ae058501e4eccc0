import type { Way } from '../../site.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';

const MANY = 3;

/** Whether every name that customers may type leads to the shop, without circles, without a step over plain HTTP. */
export const redirects: Check = {
  meta: {
    id: 'redirects',
    area: 'transport',
    title: 'Every spelling of the address leads to the shop safely',
    severity: 'high',
    requires: ['ways'],
    owner: 'Customers who type the name with or without www see a warning, an endless circle, or an unprotected page.',
    remedy: 'Redirect every spelling in one step to https://, with a certificate that names both www and the bare name.',
    references: ['CWE-319', 'CWE-835', 'ASVS 5.0 12.2.1', 'WSTG-CONF-07'],
  },
  notFor: ({ target }) => (URL.parse(target)?.port === '' ? null : 'the shop is inspected at a port of its own'),
  judge: ({ ways, home }) => {
    if (ways.length === 0) return unknown(home.kind === 'unknown' ? home.reason : 'no address was followed');
    const weaknesses = ways.flatMap(judgeWay);
    if (weaknesses.length > 0) return found(weaknesses);
    const open = ways.filter(({ end }) => typeof end === 'object' && !isAbsent(end.reason));
    if (open.length === ways.length) return unknown(open.map(({ from, end }) => `${from}: ${wordOf(end)}`).join('; '));
    return pass(
      ways.map((way) => `${way.from}: ${wordOf(way.end)}${way.steps.length > 1 ? ` after ${way.steps.length - 1}` : ''}`).join('; '),
      'request',
    );
  },
};

function isAbsent(reason: string): boolean {
  return /does not exist|has no address|refused/.test(reason);
}

function wordOf(end: Way['end']): string {
  return typeof end === 'object' ? end.reason : end;
}

function judgeWay(way: Way): Weakness[] {
  const text = way.steps.map(({ url, status }) => `${url.slice(0, 150)} (${status})`).join(' → ');
  const base = { url: way.from, evidence: [{ kind: 'request' as const, text }] };
  const down = way.steps.find(({ url, location }) => url.startsWith('https:') && location?.startsWith('http:'));
  const distrust = way.steps.find(({ trusted }) => typeof trusted === 'string');
  const weaknesses: Weakness[] = [];
  const add = (key: string, severity: Weakness['severity'], title: string, more = '') =>
    weaknesses.push({ ...base, key: `${key} ${way.from}`, severity, title, evidence: [{ kind: 'request', text: `${text}${more}` }] });
  if (way.end === 'loop') add('loop', 'high', `${way.from} leads in a circle`);
  if (way.end === 'long') add('long', 'medium', `${way.from} leads on and on`);
  if (down) add('downgrade', 'medium', `${way.from} leads from HTTPS back to plain HTTP`);
  if (distrust) add('certificate', 'medium', `Browsers warn at ${way.from}`, `: ${distrust.url} ${distrust.trusted}`);
  if (way.end === 'answer' && way.steps.length > MANY + 1)
    add('many', 'info', `${way.from} takes ${way.steps.length - 1} steps to the shop`);
  return weaknesses;
}
