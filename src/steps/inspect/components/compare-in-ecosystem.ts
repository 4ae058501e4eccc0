import { compare as comparePython, valid as isPython } from '@renovatebot/pep440';
import semver from 'semver';

/** Composer's stabilities, earliest first; `#` is a release, `p` a patch behind it. */
const STABILITIES = ['dev', 'alpha', 'beta', 'rc', '#', 'p'];

/**
 * Compares two versions as their registry does: negative, zero, positive; `null` when one of them is not a version there, or the order of
 * the registry is not known here. Pure.
 */
export function compareInEcosystem(ecosystem: string, a: string, b: string): number | null {
  switch (ecosystem) {
    case 'npm':
    case 'Go':
    case 'crates.io':
      return semver.valid(a, { loose: true }) && semver.valid(b, { loose: true }) ? semver.compare(a, b, { loose: true }) : null;
    case 'PyPI':
      return isPython(a) && isPython(b) ? comparePython(a, b) : null;
    case 'Packagist':
      return compareComposer(a, b);
    default:
      return null;
  }
}

function compareComposer(a: string, b: string): number | null {
  const [left, right] = [composerParts(a), composerParts(b)];
  if (left === null || right === null) return null;
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Four numbers, the stability, its number; branches (`dev-main`) have no place in the order. */
function composerParts(version: string): number[] | null {
  const match =
    /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:[.\-_]?(dev|alpha|beta|b|a|rc|pl|patch|p|stable)[.-]?(\d*)(?:\.\d+)*)?(?:\+.*)?$/i.exec(
      version,
    );
  if (match === null) return null;
  const [, one, two, three, four, word = '', number = ''] = match;
  const short: Readonly<Record<string, string>> = { '': '#', stable: '#', a: 'alpha', b: 'beta', pl: 'p', patch: 'p' };
  const stability = STABILITIES.indexOf(short[word.toLowerCase()] ?? word.toLowerCase());
  return [one, two, three, four].map((part) => Number(part ?? 0)).concat(stability, Number(number || 0));
}
