import type { CrossOrigin } from '../../site.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';

/** Whether other sites may read the shop's pages in the customer's name (CORS). */
export const crossOrigin: Check = {
  meta: {
    id: 'cross-origin',
    area: 'headers',
    title: 'Other sites cannot read pages in a customer’s name',
    severity: 'high',
    requires: ['crossOrigin', 'home'],
    owner: 'A page of a thief that your customer opens reads the customer’s account.',
    remedy: 'Name the allowed sites in a fixed list; never repeat the Origin that was sent, never allow “null”, send “Vary: Origin”.',
    references: ['CWE-942', 'CWE-346', 'ASVS 5.0 3.4.2', 'WSTG-CLNT-07'],
  },
  judge: ({ crossOrigin: asked, home }) => {
    if (asked.length === 0) return unknown(home.kind === 'unknown' ? home.reason : 'it was not asked');
    const weaknesses = asked.flatMap(judgeOne);
    if (weaknesses.length > 0) return found([...new Map(weaknesses.map((one) => [one.key, one])).values()]);
    const open = asked.flatMap(({ answer }) => (answer.kind === 'unknown' ? [answer.reason] : []));
    if (open.length > 0) return unknown(open[0] ?? '');
    if (home.kind === 'got' && home.value.status >= 400) return unknown(`The home page answered ${home.value.status}.`);
    const star = asked.some(({ answer }) => answer.kind === 'got' && answer.value.allowed === '*');
    return pass(star ? 'Access-Control-Allow-Origin: * without credentials: only what everybody sees' : 'no foreign origin is allowed');
  },
};

function judgeOne({ from, url, origin, answer }: CrossOrigin): Weakness[] {
  if (answer.kind === 'unknown' || answer.value.allowed === null) return [];
  const { allowed, withCredentials, vary } = answer.value;
  // Browsers refuse a star together with credentials.
  if (allowed.trim() !== origin) return [];
  const words = {
    foreign: 'Every site',
    null: 'A page without an origin',
    'look-alike': 'A site whose name begins with the shop’s',
  } as const;
  const text = `Origin: ${origin} was answered by Access-Control-Allow-Origin: ${allowed}${withCredentials ? ' with credentials' : ''}, Vary: ${vary ?? 'none'}`;
  const title = `${words[from]} may read pages${withCredentials ? ' in the customer’s name' : ''}`;
  return [{ key: from, severity: withCredentials ? 'high' : 'low', title, url, evidence: [{ kind: 'header', text }] }];
}
