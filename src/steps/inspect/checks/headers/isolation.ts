import { type Check, found, pass, type Weakness } from '../check.ts';
import { withHome } from '../read-home.ts';

/** Whether the page is kept apart from windows of other sites, and does without devices that a shop does not need. */
export const isolation: Check = {
  meta: {
    id: 'isolation',
    area: 'headers',
    title: 'The shop’s pages are kept apart from other windows and from devices',
    severity: 'info',
    requires: ['home'],
    owner: 'A smuggled script may use camera or place, and a window that opened yours may steer it.',
    remedy:
      'Send “Cross-Origin-Opener-Policy: same-origin-allow-popups” and “Permissions-Policy: camera=(), microphone=(), geolocation=()”.',
    references: ['CWE-1021', 'ASVS 5.0 3.4.8', 'WSTG-CONF-14'],
  },
  judge: (inspection) =>
    withHome(inspection, (home) => {
      const opener = home.headers['cross-origin-opener-policy'];
      const permissions = home.headers['permissions-policy'];
      const weaknesses: Weakness[] = [];
      const add = (key: string, title: string, text: string) =>
        weaknesses.push({ key, severity: 'info', title, url: home.finalUrl, evidence: [{ kind: 'header', text }] });
      if (!/^\s*(same-origin|same-origin-allow-popups|noopener-allow-popups)\b/i.test(opener ?? ''))
        add('opener', 'Windows of other sites stay connected to the shop’s', `Cross-Origin-Opener-Policy: ${opener ?? 'is not sent'}`);
      if (permissions === undefined)
        add('permissions', 'Scripts may ask for camera, microphone and place', 'Permissions-Policy is not sent');
      if (weaknesses.length > 0) return found(weaknesses);
      return pass(`Cross-Origin-Opener-Policy: ${opener}; Permissions-Policy: ${permissions?.slice(0, 100)}`);
    }),
};
