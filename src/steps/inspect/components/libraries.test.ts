import { describe, expect, it } from 'vitest';
import { compareVersions, readVersion } from './compare-versions.ts';
import { libraryFacts } from './library-facts.ts';
import { libraryHoles } from './library-holes.ts';
import { recogniseLibraries } from './recognise-libraries.ts';

const named = (url: string, content: string | null = null) =>
  recogniseLibraries({ url, content }).map(
    ({ library, version, vendor }) => `${library} ${version}${vendor === null ? '' : ` by ${vendor}`}`,
  );
const inText = (content: string) => named('https://shop.example/js/all.js', content);
const at = (url: string) => named(url);

describe('a library is told by its content', () => {
  it.each([
    ['a banner', '/*! jQuery v3.4.1 | (c) JS Foundation */!function(){}', ['jquery 3.4.1']],
    ['a whole comment', '/*!\n * jQuery JavaScript Library v1.12.4\n * http://jquery.com/\n */', ['jquery 1.12.4']],
    ['a comment with other ends of lines', '/*!\r\n * jQuery JavaScript Library v1.12.4\r\n */', ['jquery 1.12.4']],
    ['code without a banner', 'var q="2.2.4",x=1;f.fn=f.prototype={jquery:"2.2.4",constructor:f}', ['jquery 2.2.4']],
    [
      'a bundle of three',
      '/*! jQuery v3.6.0 */a();/*!\n * Bootstrap v3.3.7 (http://getbootstrap.com)\n */b();/*! Select2 4.0.1 */',
      [...['jquery 3.6.0', 'bootstrap 3.3.7', 'select2 4.0.1']],
    ],
    ['parts of a version', 'x.dojo.version={major:1,minor:9,patch:3,flag:""}', ['dojo 1.9.3']],
    ['two versions in one file', '/*! jQuery v1.8.3 */a();/*! jQuery v3.7.1 */', ['jquery 1.8.3', 'jquery 3.7.1']],
    ['an early release', '/*! jQuery v3.0.0-rc1 */', ['jquery 3.0.0-rc1']],
  ])('by %s', (_, content, libraries) => expect(inText(content).sort()).toEqual([...libraries].sort()));
});

describe('a library is told by its address', () => {
  it.each([
    ['https://cdn.jsdelivr.net/npm/jquery@3.4.1/dist/jquery.min.js', ['jquery 3.4.1']],
    ['https://cdn.jsdelivr.net/combine/npm/jquery@3.4.1,npm/axios@0.21.0', ['jquery 3.4.1', 'axios 0.21.0']],
    ['https://code.jquery.com/jquery-3.4.1.slim.min.js', ['jquery 3.4.1']],
    ['https://code.jquery.com/ui/1.12.1/jquery-ui.min.js', ['jquery-ui 1.12.1']],
    ['https://ajax.googleapis.com/ajax/libs/angularjs/1.5.8/angular.min.js', ['angularjs 1.5.8']],
    ['https://cdnjs.cloudflare.com/ajax/libs/twitter-bootstrap/3.3.7/js/bootstrap.min.js', ['bootstrap 3.3.7']],
    ['https://maxcdn.bootstrapcdn.com/bootstrap/3.3.7/js/bootstrap.min.js', ['bootstrap 3.3.7']],
    ['https://shop.example/wp-includes/js/jquery/jquery.min.js?ver=3.6.0', ['jquery 3.6.0']],
    ['https://shop.example/js/jquery-1.12.4.min.js?v=77', ['jquery 1.12.4']],
  ])('%s', (url, libraries) => expect(at(url)).toEqual(libraries));
});

describe('what looks like a library but is none, is not told', () => {
  it.each([
    ['a hash in the path', 'https://shop.example/47a9c871/jquery.min.js', null],
    ['a date in the path', 'https://shop.example/2024.01.15/jquery.min.js', null],
    ['a number of a build', 'https://shop.example/static/1699999999/jquery.min.js', null],
    ['a package of one function', 'https://cdn.example/npm/lodash.merge@4.6.2/index.js', null],
    ['another plugin’s own number', 'https://shop.example/js/jquery-cookie-1.4.1.js', null],
    ['a helper that names the library', 'https://shop.example/a.js', '/*! axios v1.18.0 */ module.exports = "axios-mock-adapter"'],
    ['a mention in prose', 'https://shop.example/a.js', '// works with jQuery 1.8 and bootstrap 3.3.7 or later'],
    ['a list of demands', 'https://shop.example/a.js', '{"peerDependencies":{"jquery":">=1.8.0","vue":"2.6.10"}}'],
  ])('%s', (_, url, content) => expect(named(url, content)).toEqual([]));

  it('content counts more than a file’s name', () =>
    expect(named('https://shop.example/jquery-1.4.2.js', '/*! jQuery v3.7.1 */')).toEqual(['jquery 3.7.1']));
  it('a build that its vendor mends says so', () => {
    expect(inText('/*! jQuery v1.12.4-aem | (c) */')).toEqual(['jquery 1.12.4-aem by Adobe']);
    expect(inText('/*\n AngularJS NES v1.8.3\n*/')).toEqual(['angularjs 1.8.3 by HeroDevs']);
  });
});

describe('versions', () => {
  it.each([
    ['1.9.0b1', '1.9.0', -1],
    ['3.0.0-rc.1', '3.0.0', -1],
    ['1.10.0', '1.9.1', 1],
    ['3.5', '3.5.0', 0],
    ['2.2.4', '2.999.999', -1],
    ['v1.2.3+build', '1.2.3', 0],
    ['1.0.0-rc.2', '1.0.0-rc.10', -1],
  ])('%s beside %s', (a, b, expected) => {
    expect(Math.sign(compareVersions(a, b))).toBe(expected);
    expect(Math.sign(compareVersions(b, a))).toBe(expected === 0 ? 0 : -expected);
  });
  it('are told from what is none', () => {
    expect(['47a9c871', '20240115', '7', '1.2.3.4.5.6', '123456.7', ''].map(readVersion)).toEqual(Array(6).fill(null));
    expect(readVersion('3.4.1.min')).toEqual({ version: '3.4.1', extra: null });
  });
});

describe('known holes', () => {
  it('of jQuery 3.4.1 are two, mended in 3.5.0', () => {
    const { holes, mended } = libraryHoles('jquery', '3.4.1');
    expect(holes.flatMap(({ ids }) => ids).sort()).toEqual(['CVE-2020-11022', 'CVE-2020-11023']);
    expect(mended).toBe('3.5.0');
  });
  it('are none for a version behind every range', () => expect(libraryHoles('jquery', '3.7.1')).toEqual({ holes: [], mended: null }));
  it('are said to have no mended version where none is', () => expect(libraryHoles('angularjs', '1.8.3').mended).not.toBe('1.8.3'));
  it('are mended, wherever a version is named, by that version', () => {
    for (const { name, ranges } of libraryFacts().libraries) {
      for (const { below } of ranges) {
        const { mended } = libraryHoles(name, below);
        if (mended !== null) expect(libraryHoles(name, mended).holes, `${name} ${mended}`).toEqual([]);
      }
    }
  });
});

it('a script made to hold up its reader does not', () => {
  const hostile = [
    'f="1.2",'.repeat(200_000),
    "'1.11'".repeat(300_000),
    '/*!\n'.repeat(400_000),
    `apiVersion:'1.1'${',data,'.repeat(300_000)}`,
    '/*! jQuery UI - v1.1.1\n'.repeat(80_000),
    `${'/*! jQuery UI 1.1'.padEnd(2_000, ' ')}`.repeat(900),
    `="1.1.1"${'a'.repeat(280)}`.repeat(6_000),
    '1'.repeat(2_000_000),
  ];
  for (const content of hostile) {
    const started = process.cpuUsage();
    recogniseLibraries({ url: 'https://shop.example/a.js', content });
    expect(process.cpuUsage(started).user / 1_000, content.slice(0, 20)).toBeLessThan(5_000);
  }
});
