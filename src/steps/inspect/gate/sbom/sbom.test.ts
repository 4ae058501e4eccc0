import { expect, it } from 'vitest';
import { ShopbellError } from '#kernel/errors.ts';
import { compareComponents, diffComponents } from './compare-components.ts';
import { partsOf } from './id-of.ts';
import { readSbom } from './read-sbom.ts';

const read = (document: string | object) =>
  readSbom(new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document)), 'sbom');
const reason = (bytes: string | Uint8Array): string => {
  try {
    readSbom(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, 'sbom');
  } catch (thrown) {
    if (thrown instanceof ShopbellError && thrown.code === 'SBOM_INVALID') return thrown.message;
    throw thrown;
  }
  return 'it was read';
};

const cyclone = (specVersion: string) => ({
  ...{ bomFormat: 'CycloneDX', specVersion, version: 1, metadata: { component: { type: 'application', name: 'shop', version: '2' } } },
  components: [
    {
      ...{
        type: 'library',
        'bom-ref': 'a',
        group: '@scope',
        name: 'cart',
        version: '1.2.3',
        purl: 'pkg:npm/%40scope/cart@1.2.3?download_url=x',
      },
      licenses: [{ license: { id: 'MIT' } }, { license: { name: 'House licence' } }],
      components: [{ type: 'library', name: 'inner', version: '0.1', licenses: [{ expression: 'MIT OR Apache-2.0' }] }],
    },
    { type: 'library', 'bom-ref': 'b', name: 'lodash', version: '4.17.20', purl: 'pkg:npm/lodash@4.17.20', licenses: [] },
    { type: 'library', name: 'unnamed' },
  ],
  vulnerabilities: [
    { id: 'CVE-2021-23337', ratings: [{ severity: 'high' }], affects: [{ ref: 'b' }] },
    { id: 'CVE-2020-0001', ratings: [{ severity: 'critical' }], affects: [{ ref: 'b' }], analysis: { state: 'not_affected' } },
  ],
});
const xml = (version: string) => `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/${version}" version="1">
  <components>
    <component type="library" bom-ref="a"><group>@scope</group><name>cart</name><version>1.2.3</version>
      <licenses><license><id>MIT</id></license><license><name>House licence</name></license></licenses>
      <purl>pkg:npm/%40scope/cart@1.2.3?download_url=x</purl>
      <components><component type="library"><name>inner</name><version>0.1</version><licenses><expression>MIT OR Apache-2.0</expression></licenses></component></components>
    </component>
    <component type="library" bom-ref="b"><name>lodash</name><version>4.17.20</version><purl>pkg:npm/lodash@4.17.20</purl></component>
    <component type="library"><name>unnamed</name></component>
  </components>
  <vulnerabilities>
    <vulnerability><id>CVE-2021-23337</id><ratings><rating><severity>high</severity></rating></ratings><affects><target><ref>b</ref></target></affects></vulnerability>
    <vulnerability><id>CVE-2020-0001</id><ratings><rating><severity>critical</severity></rating></ratings><analysis><state>not_affected</state></analysis><affects><target><ref>b</ref></target></affects></vulnerability>
  </vulnerabilities>
</bom>`;
const expected = [
  { id: 'inner@0.1', name: 'inner', version: '0.1', licences: ['MIT OR Apache-2.0'], holes: [] },
  { id: 'pkg:npm/%40scope/cart@1.2.3', name: '@scope/cart', version: '1.2.3', licences: ['MIT', 'House licence'], holes: [] },
  { id: 'pkg:npm/lodash@4.17.20', name: 'lodash', version: '4.17.20', licences: [], holes: [{ id: 'CVE-2021-23337', severity: 'high' }] },
  { id: 'unnamed', name: 'unnamed', version: '', licences: [], holes: [] },
];

it.each(['1.4', '1.5', '1.6', '1.7'])('CycloneDX %s says the same in JSON and XML', (version) => {
  expect(read(cyclone(version))).toEqual(expected);
  expect(read(xml(version))).toEqual(expected);
});

it('SPDX 2.3 names packages, not the one that the document is about', () => {
  const spdx = {
    ...{ spdxVersion: 'SPDX-2.3', documentDescribes: ['SPDXRef-shop'] },
    packages: [
      { SPDXID: 'SPDXRef-shop', name: 'shop', versionInfo: '2' },
      {
        ...{ SPDXID: 'SPDXRef-1', name: '@scope/cart', versionInfo: '1.2.3', licenseConcluded: 'NOASSERTION', licenseDeclared: 'MIT' },
        externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:npm/%40scope/cart@1.2.3' }],
      },
      { SPDXID: 'SPDXRef-2', name: 'zlib', licenseConcluded: 'NONE' },
    ],
  };
  expect(read(spdx)).toEqual([
    { id: 'pkg:npm/%40scope/cart@1.2.3', name: '@scope/cart', version: '1.2.3', licences: ['MIT'], holes: [] },
    { id: 'zlib', name: 'zlib', version: '', licences: [], holes: [] },
  ]);
});

it('SPDX in tags and values says the same as in JSON', () => {
  const tags = `# made by a tool
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentComment: <text>PackageName: not one
PackageName: nor this</text>

PackageName: shop
SPDXID: SPDXRef-shop
PackageVersion: 2

PackageName: @scope/cart
SPDXID: SPDXRef-1
PackageVersion: 1.2.3
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: MIT
ExternalRef: PACKAGE-MANAGER purl pkg:npm/%40scope/cart@1.2.3
PackageName: zlib
SPDXID: SPDXRef-2
PackageLicenseConcluded: NONE

FileName: ./a.js
SPDXID: SPDXRef-file
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-shop
`;
  expect(read(tags)).toEqual([
    { id: 'pkg:npm/%40scope/cart@1.2.3', name: '@scope/cart', version: '1.2.3', licences: ['MIT'], holes: [] },
    { id: 'zlib', name: 'zlib', version: '', licences: [], holes: [] },
  ]);
  expect(read(tags.replaceAll('\n', '\r\n'))).toEqual(read(tags));
  expect(reason('SPDXVersion: SPDX-1.2\nPackageName: a\n')).toContain('spdxVersion');
  expect(
    read({
      sbom: {
        spdxVersion: 'SPDX-2.3',
        packages: [
          { SPDXID: 'a', name: 'a' },
          { SPDXID: 'b', name: 'b' },
        ],
      },
    }),
  ).toHaveLength(2);
});

it('depth is told without following it, and texts with brackets are not deep', () => {
  const started = performance.now();
  expect(reason('['.repeat(5_000_000))).toContain('nests deeper');
  expect(reason(`<bom>${'<a>'.repeat(2_000_000)}`)).toContain('nests deeper');
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(read({ ...cyclone('1.5'), note: `\\"${'['.repeat(2_000)}` })).toEqual(expected);
});

it.each([
  ['', 'JSON'],
  ['{"bomFormat":"CycloneDX","specVersion":"1.2"}', 'specVersion'],
  ['{"spdxVersion":"SPDX-3.0"}', 'spdxVersion'],
  ['{"hello":1}', 'neither CycloneDX'],
  ['[]', 'neither CycloneDX'],
  ['<bom xmlns="http://cyclonedx.org/schema/bom/1.3"/>', 'specVersion'],
  ['<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>', ''],
  ['<project/>', 'neither CycloneDX'],
])('%j is refused with a reason', (text, words) => {
  expect(reason(text)).toMatch(/^The bill of materials sbom is not readable: /);
  expect(reason(text)).toContain(words);
});

it('other encodings and bombs of entities are refused, files outside are not read', () => {
  expect(reason(Buffer.from('\ufeff{}', 'utf16le'))).toContain('not UTF-8');
  const entities = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i} "${i === 0 ? 'x'.repeat(50) : `&e${i - 1};`.repeat(20)}">`).join(
    '',
  );
  const bomb = `<?xml version="1.0"?><!DOCTYPE bom [${entities}]><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component><name>&e11;</name></component></components></bom>`;
  const started = performance.now();
  const said = reason(bomb);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(said.length).toBeLessThan(1_000);
  const outside =
    '<!DOCTYPE bom [<!ENTITY f SYSTEM "file:///etc/passwd">]><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component><name>&f;</name></component></components></bom>';
  expect(reason(outside)).not.toContain('root:');
});

it('says what was added, removed and changed', () => {
  const before = ['pkg:npm/a@1', 'pkg:npm/b@1', 'pkg:npm/b@2', 'pkg:npm/%40x/gone@1'];
  const component = (id: string, licences = ['MIT']) => ({ id, name: partsOf(id).base, version: partsOf(id).version, licences, holes: [] });
  const diff = diffComponents(
    before,
    ['pkg:npm/a@2', 'pkg:npm/b@1', 'pkg:npm/b@3', 'pkg:npm/new@1'].map((id) => component(id)),
  );
  expect(diff).toMatchObject({
    added: [{ id: 'pkg:npm/new@1' }],
    removed: ['pkg:npm/%40x/gone@1'],
    changed: [
      { base: 'pkg:npm/a', from: ['1'], to: ['2'] },
      { base: 'pkg:npm/b', from: ['2'], to: ['3'] },
    ],
  });
  expect(
    diffComponents(
      before,
      before.map((id) => component(id)),
    ),
  ).toEqual({ added: [], removed: [], changed: [] });
  const items = compareComponents(['pkg:npm/a@1'], [component('pkg:npm/a@1', []), component('pkg:npm/c@1', [])], '/');
  expect(items.map(({ severity, title }) => `${severity} ${title}`)).toEqual([
    'low The release brings pkg:npm/c 1, whose licence the bill of materials does not name',
  ]);
});

it('a hole that nobody rated is not taken for harmless', () => {
  const holes = [
    { id: 'X-1', severity: 'unknown' },
    { id: 'X-2', severity: 'none' },
    { id: 'X-3', severity: 'critical' },
  ];
  const items = compareComponents([], [{ id: 'a@1', name: 'a', version: '1', licences: ['MIT'], holes }], '/');
  expect(items.map(({ severity }) => severity)).toEqual(['medium', 'medium', 'critical']);
});
