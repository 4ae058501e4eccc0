import type { CheckMeta } from '../checks/check.ts';

/** What is judged on a bill of materials that was given, instead of on an inspection. */
export const billChecks = {
  holes: {
    id: 'sbom-holes',
    area: 'components',
    title: 'No component of the bill of materials has a known hole',
    severity: 'critical',
    requires: [],
    owner: 'Thieves look for shops that run a component with a hole that everybody can read about.',
    remedy: 'Update the component to the named version or a later one, build, and give the new bill of materials.',
    references: ['CWE-1395', 'PCI DSS 4.0.1 6.3.3', 'ASVS 5.0 15.2.1'],
  },
  ends: {
    id: 'sbom-ends',
    area: 'components',
    title: 'The makers of all components still mend them',
    severity: 'medium',
    requires: [],
    owner: 'A component whose maker has stopped gets no mends: the next hole stays open.',
    remedy: 'Move to a line that its maker still mends.',
    references: ['CWE-1104', 'PCI DSS 4.0.1 12.3.4'],
  },
} as const satisfies Readonly<Record<string, CheckMeta>>;
