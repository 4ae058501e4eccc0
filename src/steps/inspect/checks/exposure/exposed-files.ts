import { exposures } from '../../tables.ts';
import type { Check } from '../check.ts';
import { judgeExposures } from './judge-exposures.ts';

const remedy =
  'Take the file out of the web root now, treat every password and key in it as known to thieves, and look in the access log who fetched it.';

/** The best-known names of files that nobody outside should read; tried on every inspection. */
export const exposedFiles: Check = {
  meta: {
    id: 'exposed-files',
    area: 'exposure',
    title: 'Backups, settings and source code cannot be read',
    severity: 'critical',
    requires: ['exposures', 'home'],
    owner: 'Whoever finds these files has your customers’ data or the keys to it, without breaking in.',
    remedy,
    references: ['CWE-538', 'CWE-530', 'WSTG-CONF-04', 'ASVS 5.0 13.4', 'PCI DSS 4.0.1 6.2.4'],
  },
  judge: (inspection) =>
    judgeExposures(
      inspection,
      exposures().filter((entry) => entry.as !== 'panel' && entry['well-known']),
    ),
};

/** The longer list, tried only when control of the shop is proven. */
export const exposedFilesDeep: Check = {
  meta: {
    id: 'exposed-files-deep',
    area: 'exposure',
    title: 'Less usual names of backups and settings cannot be read either',
    severity: 'critical',
    requires: ['exposures', 'depth', 'home'],
    owner: 'Whoever guesses these names has your customers’ data or the keys to it, without breaking in.',
    remedy,
    references: ['CWE-538', 'CWE-530', 'WSTG-CONF-04', 'ASVS 5.0 13.4'],
  },
  notFor: (inspection) => (inspection.depth === 'owner' ? null : 'control of the shop is not proven'),
  judge: (inspection) =>
    judgeExposures(
      inspection,
      exposures().filter((entry) => entry.as !== 'panel' && !entry['well-known']),
    ),
};
