import type { Severity } from '#kernel/outcome.ts';
import type { CheckMeta } from '../checks/check.ts';

/** A check of the gate alone: it compares a release with what the baseline says of the one before. */
export type ReleaseCheck = Pick<CheckMeta, 'title' | 'severity' | 'owner' | 'remedy' | 'references'> & { readonly severity: Severity };

const approve = 'or agree to it: run the gate with --write-baseline and commit the file.';

/** What the gate compares beside the checks of an inspection. */
export const gateChecks = {
  'release-scripts': {
    title: 'The release adds no script to the payment page',
    severity: 'high',
    owner: 'A script that came with a release, and that nobody looked at, can read everything that customers type when they pay.',
    remedy: `Find out which change added it. Take it out, ${approve} Owner and reason of a script may stand beside its name there.`,
    references: ['PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1', 'CWE-829'],
  },
  'release-hosts': {
    title: 'The release talks to no new host',
    severity: 'high',
    owner: 'What customers type or look at can go to a company that nobody chose.',
    remedy: `Find out which change contacts this host. Take it out, ${approve}`,
    references: ['PCI DSS 4.0.1 6.4.3', 'CWE-829'],
  },
  'release-headers': {
    title: 'The release weakens no header that protects customers',
    severity: 'medium',
    owner: 'A protection that browsers gave your customers until now is gone after the release.',
    remedy: `Set the header as it was, ${approve}`,
    references: ['PCI DSS 4.0.1 11.6.1', 'WSTG-CONF-14'],
  },
  'release-weight': {
    title: 'Pages are no heavier than before',
    severity: 'medium',
    owner: 'Heavier pages lose customers on slow connections, and nobody notices in the office.',
    remedy: `Look at what was added (pictures, scripts, fonts) and make it smaller, ${approve} Fixed limits stand under gate.budgets of shopbell.yml.`,
    references: [],
  },
  'release-speed': {
    title: 'Pages are no slower than before',
    severity: 'medium',
    owner: 'Customers wait longer, see the page jump, and leave.',
    remedy: `Look at what the page waits for first. Measure again when the machine was busy, raise --runs, ${approve}`,
    references: [],
  },
  'release-components': {
    title: 'Components that the release adds have a licence and no known hole',
    severity: 'high',
    owner: 'A component that came with a release may have a hole that thieves know, or a licence that you may not use.',
    remedy: `Take another version or another component, ${approve}`,
    references: ['CWE-1395', 'PCI DSS 4.0.1 6.3.2'],
  },
} as const satisfies Readonly<Record<string, ReleaseCheck>>;

export type ReleaseCheckId = keyof typeof gateChecks;
export const releaseCheckIds = Object.keys(gateChecks) as readonly ReleaseCheckId[];
