import type { ReportItem } from './read-reports.ts';

const SCHEME =
  /^(?:chrome|moz|safari|safari-web|ms-browser|edge|opera|webkit-masked-url|resource|chrome-search|about|ms-appx|webviewprogressproxy|mbinit)(?:-extension)?(?::|$)/i;

/** Hosts that programs on visitors' own devices put into every page: virus scanners, translators, shopping helpers. */
const DEVICES =
  /(?:^|\/\/|\.)(?:kaspersky-labs\.com|kis\.v2\.scr\.kaspersky-labs\.com|gc\.kis\.v2\.scr\.kaspersky-labs\.com|superfish\.com|infird\.com|ghostery\.com|adguard\.org|local\.adguard\.org|translate\.googleapis\.com|translate-pa\.googleapis\.com|honey\.io|joinhoney\.com|grammarly\.com|lastpass\.com|1password\.com|dashlane\.com|avast\.com|avg\.com|bitdefender\.net)(?=[:/]|$)/i;

/**
 * Whether a violation comes from what a visitor has installed and not from the page. An extension can also be a thief's, but not one that a
 * shop could do anything about. Names of devices' programs count only for hosts: a script that pretends to be one is still seen by our own look.
 */
export function isExtensionNoise({ kind, blocked, sourceFile }: Pick<ReportItem, 'kind' | 'blocked' | 'sourceFile'>): boolean {
  if (kind !== 'csp-violation' && kind !== 'integrity-violation') return false;
  return SCHEME.test(blocked) || SCHEME.test(sourceFile) || DEVICES.test(blocked);
}
