import type { Evidence, Severity } from '#kernel/outcome.ts';
import { ageOf } from '../../components/age-of.ts';
import { type EndingProduct, endingProducts, endOf } from '../../components/end-of-life.ts';
import { platformOf } from '../../components/platforms/platform-of.ts';
import { versionWords } from '../../components/platforms/version-span.ts';
import type { Exchange, Inspection } from '../../inspection.ts';
import { generatorOf } from '../../page-pieces.ts';
import { type Check, found, notApplicable, pass, unknown, type Weakness } from '../check.ts';

/** Words by which a distribution says that the build is its own: it may mend a line after its maker stopped. */
const DISTRIBUTION = /ubuntu|debian|\bdeb\d|centos|red ?hat|\bel\d|alma|rocky|suse|amazon|amzn/i;

/** Something on the pages that tells its version. */
interface Told {
  readonly product: EndingProduct;
  readonly version: string;
  /** The header or script that tells it. */
  readonly by: string;
  readonly url: string;
  /** Who else may mend this build after its maker stopped, as it begins a sentence; `null`: nobody known. */
  readonly mender: string | null;
}

const PACKAGER = 'a distribution built it and';

/** Whether server, language, platform and libraries are still mended by their makers. */
export const endOfLife: Check = {
  meta: {
    id: 'end-of-life',
    area: 'components',
    title: 'Software that tells its version is still mended by its maker',
    severity: 'high',
    requires: ['home', 'libraries', 'pages', 'insides'],
    owner: 'Holes that are found in software from now on stay open for good when its maker mends it no more.',
    remedy: 'Move to a line that is still mended, before the next hole is found.',
    references: ['CWE-1104', 'PCI DSS 4.0.1 6.3.3', 'PCI DSS 4.0.1 12.3.4', 'ASVS 5.0 15.2.1'],
  },
  judge: (inspection) => {
    const { home } = inspection;
    if (home.kind === 'unknown') return unknown(home.reason);
    const headers = fromHeaders(home.value);
    const told = [...headers, ...fromPlatform(inspection, headers), ...fromLibraries(inspection)];
    if (told.length === 0) return notApplicable('nothing tells its version; a bill of materials of the shop would');
    const weaknesses = told.flatMap((one) => weaknessOf(one, inspection.startedAt) ?? []);
    const open = told.filter((one) => endOf(one.product, one.version, inspection.startedAt).kind === 'unknown');
    const rest: Evidence[] = open.map(({ product, version }) => ({
      kind: 'header',
      text: `when ${product.name} ${version} ends is not known here`,
    }));
    if (weaknesses.length > 0) {
      const judgement = found([...new Map(weaknesses.map((weakness) => [weakness.key, weakness])).values()]);
      return { ...judgement, evidence: [...judgement.evidence, ...rest] };
    }
    const names = told.filter((one) => !open.includes(one)).map(({ product, version }) => `${product.name} ${version}`);
    if (names.length === 0) return { ...unknown(rest[0]?.text ?? ''), evidence: rest };
    const judgement = pass(`still mended: ${[...new Set(names)].join(', ')} (${age(inspection.startedAt)})`);
    return { ...judgement, evidence: [...judgement.evidence, ...rest] };
  },
};

function fromHeaders(home: Exchange): Told[] {
  const generator = generatorOf(home.body) ?? undefined;
  return endingProducts().products.flatMap((product) =>
    Object.entries(product.headers).flatMap(([header, pattern]) => {
      const value = header === 'generator' ? generator : home.headers[header];
      const version = value === undefined ? undefined : new RegExp(pattern, 'i').exec(value)?.[1];
      if (value === undefined || version === undefined) return [];
      return [
        {
          product,
          version,
          by: `${header}: ${value.slice(0, 120)}`,
          url: home.finalUrl,
          mender: DISTRIBUTION.test(value) ? PACKAGER : null,
        },
      ];
    }),
  );
}

function fromLibraries({ libraries }: Inspection): Told[] {
  return [...(libraries?.payment ?? []), ...(libraries?.home ?? [])].flatMap(({ library, version, url, vendor }) => {
    const product = endingProducts().products.find((one) => one.libraries.includes(library));
    return product === undefined || vendor !== null ? [] : [{ product, version, by: url, url, mender: null }];
  });
}

/** What the platform’s signs tell, where no header tells it already. A version that may be any later one proves no end. */
function fromPlatform(inspection: Inspection, known: readonly Told[]): Told[] {
  const { platform, base } = platformOf(inspection);
  const url = inspection.home.kind === 'got' ? inspection.home.value.finalUrl : inspection.target;
  return [platform, base].flatMap((one) => {
    const product = one === null ? undefined : endingProducts().products.find(({ product: name }) => name === one.facts.product);
    if (one === null || product === undefined || known.some((told) => told.product === product)) return [];
    const { version, facts } = one;
    const told = version.kind === 'exact' ? version.version : version.kind === 'range' ? version.from : null;
    if (told === null || version.kind === 'unknown') return [];
    const by = `${facts.name} ${versionWords(version)} by its ${version.by.join(' and ')}`;
    return [{ product, version: told, by, url, mender: facts.forks === undefined ? null : `it may be ${facts.forks}, whose makers` }];
  });
}

function weaknessOf({ product, version, by, url, mender }: Told, on: string): Weakness | null {
  const end = endOf(product, version, on);
  if (end.kind !== 'ended' && end.kind !== 'ends') return null;
  const severity: Severity = end.kind === 'ends' || mender !== null ? 'low' : product.severity;
  const evidence: Evidence[] = [
    { kind: product.libraries.length > 0 ? 'script' : 'header', text: by },
    { kind: 'artifact', text: `ends of ${product.name} ${end.line}: ${end.day} (${age(on)})` },
  ];
  if (mender !== null) evidence.push({ kind: 'header', text: `${mender} may still mend it: ask its own calendar` });
  return {
    key: `${product.product}@${end.line}`,
    severity,
    title:
      end.kind === 'ended'
        ? `${product.name} ${end.line} is no longer mended since ${end.day}`
        : `${product.name} ${end.line} is mended until ${end.day} only`,
    url,
    evidence,
    remedy: `Move from ${product.name} ${version} to ${product.update}.`,
  };
}

function age(on: string): string {
  return ageOf(endingProducts().read, on).text;
}
