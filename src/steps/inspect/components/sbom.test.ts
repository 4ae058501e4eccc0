import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ShopbellError } from '#kernel/errors.ts';
import { readSbom } from '../gate/sbom/read-sbom.ts';
import { compareInEcosystem } from './compare-in-ecosystem.ts';
import { readExploited } from './exploited.ts';
import { judgeSbom, wantedPackages } from './judge-sbom.ts';
import { packageOf } from './package-of.ts';
import { readAdvisories } from './read-advisories.ts';
import { sbomReportShape } from './sbom-shape.ts';
import { sbomToText } from './sbom-to-text.ts';

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const sbom = (purls: readonly string[]) =>
  readSbom(
    bytes({
      ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 },
      components: purls.map((purl) => ({ type: 'library', name: purl.replace(/^pkg:\w+\//, '').split('@')[0], purl })),
    }),
    'sbom',
  );
const advisory = (id: string, ecosystem: string, name: string, events: readonly object[], more: object = {}) => ({
  ...{ schema_version: '1.6.0', id, modified: '2026-11-01T00:00:00Z', summary: `about ${name}`, database_specific: { severity: 'HIGH' } },
  affected: [{ package: { ecosystem, name }, ranges: [{ type: ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM', events }] }],
  ...more,
});
const zip = (rows: readonly { id: string }[]) => zipSync(Object.fromEntries(rows.map((row) => [`${row.id}.json`, bytes(row)])));
async function* inPieces(data: Uint8Array, size = 700): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}
const ADVISORIES = [
  advisory('GHSA-aaaa', 'npm', 'lodash', [{ introduced: '0' }, { fixed: '4.17.21' }], { aliases: ['CVE-2021-23337'] }),
  advisory('GHSA-bbbb', 'npm', 'lodash', [{ introduced: '5.0.0' }, { fixed: '5.0.1' }]),
  advisory('GHSA-cccc', 'Packagist', 'Magento/Framework', [{ introduced: '103.0.0' }, { last_affected: '103.0.5-p3' }], {
    aliases: ['CVE-2024-34102'],
  }),
  advisory('GHSA-dddd', 'PyPI', 'Django', [{ introduced: '4.2a1' }, { fixed: '4.2.16' }, { introduced: '5.0' }, { fixed: '5.0.9' }]),
  advisory('GHSA-eeee', 'npm', 'withdrawn', [{ introduced: '0' }], { withdrawn: '2024-01-01T00:00:00Z' }),
  advisory('MAL-2025-1', 'npm', 'lodahs', [{ introduced: '0' }]),
];
const KEV = {
  title: 'catalogue',
  catalogVersion: '1',
  dateReleased: '2026-11-20T10:00:00Z',
  count: 1,
  vulnerabilities: [
    { cveID: 'CVE-2024-34102', vendorProject: 'Adobe', product: 'Commerce', dateAdded: '2024-07-17', knownRansomwareCampaignUse: 'Known' },
  ],
};

async function judge(purls: readonly string[], options: { kev?: boolean; sets?: boolean } = {}) {
  const components = sbom(purls);
  const read = await readAdvisories(inPieces(zip(ADVISORIES)), wantedPackages(components), 'all.zip');
  const sets = options.sets === false ? [] : read.ecosystems.map((ecosystem) => ({ ...read, ecosystem, fetchedAt: null }));
  const exploited = options.kev === false ? null : readExploited(JSON.stringify(KEV), 'kev');
  return judgeSbom({ file: 'sbom', judgedAt: '2026-11-30T00:00:00.000Z', components, sets, exploited });
}
const told = (report: Awaited<ReturnType<typeof judge>>) =>
  report.holes.map(({ component, names, severity, mended }) => `${component} ${names[0]} ${severity} ${mended}`);

describe('a bill of materials', () => {
  it.each<[string, string[]]>([
    ['pkg:npm/lodash@4.17.20', ['lodash CVE-2021-23337 high 4.17.21']],
    ['pkg:npm/lodash@4.17.21', []],
    ['pkg:npm/lodash@5.0.0', ['lodash GHSA-bbbb high 5.0.1']],
    ['pkg:npm/lodahs@1.0.0', ['lodahs MAL-2025-1 critical null']],
    ['pkg:npm/withdrawn@1.0.0', []],
    ['pkg:composer/magento/framework@103.0.5-p3', ['magento/framework CVE-2024-34102 critical null']],
    ['pkg:composer/magento/framework@103.0.5-p4', []],
    ['pkg:composer/magento/framework@102.0.0', []],
    ['pkg:pypi/django@4.2.15', ['django GHSA-dddd high 4.2.16']],
    ['pkg:pypi/django@4.2.16', []],
    ['pkg:pypi/Django@5.0.1?x=y', ['django GHSA-dddd high 5.0.9']],
    ['pkg:pypi/django@4.2b1', ['django GHSA-dddd high 4.2.16']],
  ])('with %s has %j', async (purl, holes) => {
    const report = await judge([purl]);
    expect(told(report)).toEqual(holes);
    expect(report.unknown).toEqual([]);
    expect(sbomReportShape.parse(report)).toEqual(report);
  });

  it('tells first what attackers use', async () => {
    const report = await judge(['pkg:npm/lodahs@1.0.0', 'pkg:composer/magento/framework@103.0.5']);
    expect(report.holes[0]).toMatchObject({ component: 'magento/framework', exploitedSince: '2024-07-17', ransomware: true });
    expect(sbomToText(report)).toContain('ATTACKERS USE IT since 2024-07-17, for extortion too');
  });

  it('without advisories is unknown in every part, never fine', async () => {
    const report = await judge(['pkg:npm/lodash@4.17.20', 'pkg:composer/a/b@1.0.0'], { sets: false, kev: false });
    expect(report).toMatchObject({ compared: 0, holes: [], exploited: null });
    expect(report.unknown.map(({ reason }) => reason).sort()).toEqual([
      'no advisories of Packagist are here',
      'no advisories of npm are here',
    ]);
    expect(sbomToText(report)).toContain('UNKNOWN, so not fine');
  });

  it.each([
    ['pkg:npm/lodash@not-a-version', 'CVE-2021-23337: not-a-version cannot be put in order among versions of npm'],
    ['pkg:composer/magento/framework@dev-main', 'CVE-2024-34102: dev-main cannot be put in order among versions of Packagist'],
    ['pkg:deb/debian/openssl@3.0.11', 'packages of the kind “deb” are not compared'],
    ['pkg:npm/lodash', 'it has no version'],
  ])('with %s is unknown there', async (purl, reason) => {
    const report = await judge([purl]);
    expect(report).toMatchObject({ compared: 0, holes: [] });
    expect(report.unknown.map((one) => one.reason)).toContain(reason);
  });

  it('tells ends of life and old data', async () => {
    const report = await judge(['pkg:npm/angular@1.8.3', 'pkg:generic/php@7.4.33', 'pkg:generic/php@8.4.1']);
    expect(report.ends.map(({ component, day, ended }) => `${component} ${day} ${ended}`).sort()).toEqual([
      'AngularJS 2021-12-31 true',
      'PHP 2022-11-28 true',
    ]);
    const late = judgeSbom({
      file: 'x',
      judgedAt: '2027-11-30T00:00:00.000Z',
      components: [],
      sets: [{ ecosystem: 'npm', asOf: '2026-11-01', fetchedAt: null, read: 1, advisories: [] }],
      exploited: null,
    });
    expect(late.advisories[0]).toMatchObject({ isOld: true, days: 394 });
  });

  it('keeps what the document itself says', () => {
    const components = [
      { id: 'pkg:npm/a@1.0.0', name: 'a', version: '1.0.0', licences: [], holes: [{ id: 'CVE-2024-34102', severity: 'low' }] },
    ];
    const report = judgeSbom({
      file: 'x',
      judgedAt: '2026-11-30T00:00:00.000Z',
      components,
      sets: [],
      exploited: readExploited(JSON.stringify(KEV), 'kev'),
    });
    expect(report.holes).toMatchObject([{ by: 'document', severity: 'critical', exploitedSince: '2024-07-17' }]);
  });

  it('with control characters in a name does not write them to a terminal', async () => {
    const report = await judge(['pkg:npm/a%1B%5B31m@1.0.0'], { sets: false });
    expect(sbomToText({ ...report, file: 'a\u001b[31m' })).not.toContain('\u001b');
  });
});

describe('advisories that are not whole are refused', () => {
  const refused = async (data: Uint8Array) =>
    readAdvisories(inPieces(data), new Set(), 'all.zip').then(
      () => 'read',
      (thrown: unknown) => (thrown instanceof ShopbellError ? `${thrown.code} ${thrown.message}` : String(thrown)),
    );
  const whole = zip(ADVISORIES);
  it.each<[string, Uint8Array, string]>([
    ['a zip that is cut', whole.subarray(0, whole.length - 30), 'cut off'],
    ['a zip that is cut in a file', whole.subarray(0, 400), 'cut off'],
    ['nothing', new Uint8Array(0), 'empty'],
    ['a page of HTML', bytes('<!doctype html>'), 'no advisory'],
    ['another JSON', bytes({ hello: 1 }), 'no advisory'],
    ['a zip of something else', zipSync({ 'a.json': bytes('[[') }), 'no advisory'],
  ])('%s', async (_, data, reason) => expect(await refused(data)).toMatch(new RegExp(`ADVISORIES_INVALID.*${reason}`)));
  it('a catalogue of attacks that is none', () =>
    expect(() => readExploited('{"vulnerabilities":[]}', 'kev')).toThrow(/not the catalogue/));
});

describe('versions of a registry', () => {
  it.each<[string, string, string, number | null]>([
    ['npm', '1.0.0-rc.10', '1.0.0-rc.9', 1],
    ['npm', '1.0', '1.0.0', null],
    ['PyPI', '1.0.post1', '1.0', 1],
    ['PyPI', '1!0.1', '2.0', 1],
    ['Packagist', 'v2.4.6-p3', '2.4.6-p10', -1],
    ['Packagist', '2.4.6-p1', '2.4.6', 1],
    ['Packagist', '2.4.7-beta1', '2.4.7', -1],
    ['Packagist', '1.2.3.4', '1.2.3', 1],
    ['Packagist', '6.5.0.0', '6.5', 0],
    ['Packagist', 'dev-main', '1.0', null],
    ['Maven', '1.0', '1.1', null],
  ])('of %s: %s beside %s', (ecosystem, a, b, expected) => {
    const found = compareInEcosystem(ecosystem, a, b);
    expect(found === null ? null : Math.sign(found)).toBe(expected);
  });
  it('stand in package URLs', () => {
    const of = (id: string) => packageOf({ id, name: '', version: '', licences: [], holes: [] });
    expect(of('pkg:npm/%40scope/cart@1.2.3')).toEqual({ ecosystem: 'npm', name: '@scope/cart', version: '1.2.3' });
    expect(of('pkg:maven/org.a/b@1')).toEqual({ ecosystem: 'Maven', name: 'org.a:b', version: '1' });
    expect(of('pkg:pypi/Foo.Bar_baz@1')).toEqual({ ecosystem: 'PyPI', name: 'foo-bar-baz', version: '1' });
    expect(of('left-pad@1')).toMatch(/no package URL/);
  });
});
