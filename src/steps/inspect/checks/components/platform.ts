import type { Evidence } from '#kernel/outcome.ts';
import { ageOf } from '../../components/age-of.ts';
import { platformFacts } from '../../components/platforms/platform-facts.ts';
import { platformOf } from '../../components/platforms/platform-of.ts';
import { type FoundPlatform, platformWords, signWords } from '../../components/platforms/recognise-platform.ts';
import { hasHole, versionWords } from '../../components/platforms/version-span.ts';
import { type Check, found, notApplicable, pass, unknown, type Weakness } from '../check.ts';

/** Which platform the shop runs, and whether its version has holes that attackers are known to use. */
export const platform: Check = {
  meta: {
    id: 'platform',
    area: 'components',
    title: 'Nothing that visitors see shows a version of the platform with a hole that attackers use',
    severity: 'critical',
    requires: ['home', 'pages', 'insides'],
    owner: 'Shops of one platform are robbed in one night: thieves try a new hole on all of them.',
    remedy: 'Update the platform today, and look for what thieves may have left: shopbell scan-files.',
    references: ['CWE-1395', 'CWE-1104', 'PCI DSS 4.0.1 6.3.3', 'ASVS 5.0 15.2.1', 'WSTG-INFO-08', 'WSTG-INFO-09'],
  },
  judge: (inspection) => {
    const { home, startedAt } = inspection;
    if (home.kind === 'unknown') return unknown(home.reason);
    if (home.value.status >= 400) return unknown(`The home page answered ${home.value.status}: this is not the shop.`);
    const recognised = platformOf(inspection);
    const named = [recognised.platform, recognised.base].filter((one) => one !== null);
    const rest = recognised.found.filter((one) => !named.includes(one));
    const doubt: Evidence[] = rest.map((one) => ({ kind: 'artifact', text: doubtOf(one) }));
    if (recognised.platform === null) {
      const said = recognised.found.some(({ isClaimed }) => isClaimed)
        ? 'signs of several platforms exclude each other'
        : 'no platform that is known here was recognised';
      return { ...notApplicable(said), evidence: [{ kind: 'artifact', text: said }, ...doubt] };
    }
    const evidence = [...named.flatMap(evidenceOf), ...doubt];
    const weaknesses = named.flatMap((one) => weaknessesOf(one, startedAt, home.value.finalUrl));
    if (weaknesses.length > 0) return { ...found(weaknesses), evidence };
    const basis = `${platformWords(recognised)}; ${named.every(({ facts }) => facts.holes.length === 0) ? 'holes of it are not among the shipped facts' : `no known hole is proven by its version (${ageOf(platformFacts().read, startedAt).text})`}`;
    return { ...pass(basis, 'artifact'), evidence: [{ kind: 'artifact', text: basis }, ...evidence] };
  },
};

function doubtOf({ facts, isClaimed, signs }: FoundPlatform): string {
  const what = isClaimed ? 'enough signs of' : 'too few signs to say it is';
  return `${what} ${facts.name}: ${signs.map(signWords).join('; ')}`;
}

/** What the claim rests on, and what its version rests on. */
function evidenceOf({ facts, signs, version, confidence }: FoundPlatform): Evidence[] {
  const words = versionWords(version);
  const told =
    version.kind === 'unknown'
      ? `version of ${facts.name} unknown: ${version.reason}`
      : `version ${words} of ${facts.name} by its ${version.by.join(' and ')}${version.by.length === 1 ? ' alone: a cache or a changed tag may say otherwise' : ''}`;
  return [
    { kind: 'artifact', text: `${facts.name} (confidence ${confidence})` },
    ...signs.map(
      (sign): Evidence => ({
        kind: sign.in === 'header' || sign.in === 'cookie' ? 'header' : 'request',
        text: `${signWords(sign)} (${sign.url})`,
      }),
    ),
    { kind: 'artifact', text: told },
  ];
}

function weaknessesOf({ facts, version }: FoundPlatform, on: string, url: string): Weakness[] {
  return facts.holes
    .filter((hole) => hole.since <= on.slice(0, 10) && hasHole(version, hole))
    .map((hole) => ({
      key: `${facts.platform} ${hole.cve}`,
      severity: hole.severity,
      title: `${facts.name} ${versionWords(version)} has a hole that attackers use: ${hole.cve} (${hole.name})`,
      url,
      evidence: [
        { kind: 'artifact', text: `used since ${hole.since}; mended by ${hole.fixed.join(', ')}` },
        { kind: 'artifact', text: 'a patch that was put in by hand does not change the version: ask who looks after the shop' },
        ...(version.kind === 'unknown'
          ? []
          : [{ kind: 'artifact' as const, text: `version ${versionWords(version)} by its ${version.by.join(' and ')}` }]),
      ],
      remedy: `Update ${facts.name} to ${hole.fixed.join(', ')} or later today, and look for what thieves may have left: shopbell scan-files.`,
    }));
}
