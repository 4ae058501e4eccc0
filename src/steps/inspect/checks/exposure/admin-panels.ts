import { exposures } from '../../tables.ts';
import type { Check } from '../check.ts';
import { judgeExposures } from './judge-exposures.ts';

/** Sign-ins of administrations that the whole world reaches: a note, for a sign-in is no hole by itself. */
export const adminPanels: Check = {
  meta: {
    id: 'admin-panels',
    area: 'exposure',
    title: 'The administration’s sign-in is not at an address that everybody tries',
    severity: 'info',
    requires: ['exposures', 'home'],
    owner: 'Whoever tries stolen passwords starts at these addresses, day and night.',
    remedy:
      'Let only your own addresses or a VPN reach the administration, give it a name of its own, and demand a second step at sign-in.',
    remedies: {
      wordpress: 'Limit /wp-login.php and /wp-admin/ in the web server, and use a plugin for two-factor sign-in.',
      magento: 'bin/magento setup:config:set --backend-frontname=…, Two-Factor Auth on, limited addresses in the web server.',
      prestashop: 'Rename the admin folder; limit addresses in the web server.',
      opencart: 'Rename the admin folder and its name in config.php; limit addresses in the web server.',
      shopware: 'Limit /admin and /api/oauth/token in the web server.',
    },
    references: ['CWE-1188', 'WSTG-CONF-05', 'ASVS 5.0 13.4', 'PCI DSS 4.0.1 8.4.2'],
  },
  judge: (inspection) =>
    judgeExposures(
      inspection,
      exposures().filter((entry) => entry.as === 'panel' && (inspection.depth === 'owner' || entry['well-known'])),
    ),
};
