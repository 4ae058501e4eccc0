import { secretKinds } from '../../script-secrets.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';

/** Whether keys that are for servers only stand in pages, scripts or the maps of scripts. */
export const scriptSecrets: Check = {
  meta: {
    id: 'script-secrets',
    area: 'exposure',
    title: 'No server’s key stands in what browsers get',
    severity: 'critical',
    requires: ['insides', 'home'],
    owner: 'Whoever reads the page’s source can pay, refund or read orders in your shop’s name.',
    remedy: 'Revoke the key now at the service, make a new one, and keep it on the server: what a browser gets, everybody gets.',
    references: ['CWE-798', 'CWE-540', 'WSTG-INFO-05', 'ASVS 5.0 13.3'],
  },
  judge: ({ insides, home }) => {
    const places = [
      ...(home.kind === 'got' ? [{ url: home.value.finalUrl, secrets: insides.pageSecrets }] : []),
      ...insides.scripts.map(({ script, secrets }) => ({ url: script, secrets })),
      ...insides.scripts.flatMap(({ map }) => (map ? [{ url: map.url, secrets: map.secrets }] : [])),
    ];
    const weaknesses = places.flatMap(({ url, secrets }): Weakness[] =>
      secretKinds()
        .filter(({ id }) => secrets.includes(id))
        .map(({ id, what, severity }) => ({
          ...{ key: id, severity, url, title: `Browsers get ${what}` },
          evidence: [{ kind: 'request', text: `${url.slice(0, 200)} holds ${what} (its form is unmistakable; it is not kept here)` }],
        })),
    );
    if (weaknesses.length > 0) return found([...new Map(weaknesses.map((one) => [one.key, one])).values()]);
    if (insides.cut !== null) return unknown(insides.cut);
    return pass(`the home page and ${insides.scripts.length} own scripts hold none`, 'request');
  },
};
