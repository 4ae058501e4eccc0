import semver from 'semver';
import { type Advisory, advisoryShape } from './advisory.ts';
import type { AdvisorySet } from './judge-sbom.ts';
import { type LibraryRange, libraryFacts } from './library-facts.ts';
import { isEnd, roundUp } from './library-holes.ts';

/**
 * What comes with Shopbell as advisories of npm: the known holes of front-end libraries, for as long as the registry's whole file was not
 * fetched. It says which packages it covers; of all others it knows nothing. Pure.
 */
export function shippedAdvisories(): AdvisorySet {
  const { asOf, libraries } = libraryFacts();
  const advisories = libraries.flatMap(({ npm, ranges }) => ranges.filter((range) => !isEnd(range)).map((range) => advisoryOf(npm, range)));
  return {
    ecosystem: 'npm',
    asOf,
    fetchedAt: null,
    read: advisories.length,
    advisories,
    covers: new Set(libraries.map(({ npm }) => npm)),
  };
}

function advisoryOf(name: string, { from, below, ids, severity, summary }: LibraryRange): Advisory {
  const [id = `${name} below ${below}`, ...aliases] = ids;
  const events = [{ introduced: from === undefined ? '0' : padded(from) }, { fixed: padded(roundUp(below)) }];
  return advisoryShape.parse({
    ...{ id, aliases, summary },
    affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events }] }],
    database_specific: { severity },
  });
}

/** The data write `1.9.0b1` and `3`, which the registry does not. */
function padded(version: string): string {
  const early = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?[.-]?((?:alpha|beta|rc|a|b)[\w.-]*)$/.exec(version);
  if (early !== null) return `${early[1]}.${early[2] ?? 0}.${early[3] ?? 0}-${early[4]}`;
  return semver.valid(version) ?? semver.coerce(version)?.version ?? version;
}
