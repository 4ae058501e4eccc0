import type { Component } from '../gate/sbom/component.ts';
import { partsOf } from '../gate/sbom/id-of.ts';

/** A component as advisories name it: `npm`, `Packagist`, `PyPI`, `Go`, `Debian` … with the name in the spelling of its registry. */
export interface AdvisoryPackage {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

const ECOSYSTEMS: Readonly<Record<string, string>> = {
  npm: 'npm',
  composer: 'Packagist',
  pypi: 'PyPI',
  golang: 'Go',
  maven: 'Maven',
  gem: 'RubyGems',
  nuget: 'NuGet',
  cargo: 'crates.io',
};

/** Reads the package URL of a component; a sentence says why it cannot be compared with advisories. Pure. */
export function packageOf(component: Component): AdvisoryPackage | string {
  if (!component.id.startsWith('pkg:')) return 'no package URL tells where it comes from';
  const { base, version } = partsOf(component.id);
  const [, type = '', path = ''] = /^pkg:\/*([^/]+)\/(.+)$/.exec(base) ?? [];
  const ecosystem = ECOSYSTEMS[type.toLowerCase()];
  if (ecosystem === undefined) return `packages of the kind “${type}” are not compared`;
  const names = path.split('/').map(decoded);
  if (version === '') return 'it has no version';
  return { ecosystem, name: nameIn(ecosystem, names), version: decoded(version) };
}

function nameIn(ecosystem: string, names: readonly string[]): string {
  if (ecosystem === 'Maven') return `${names.slice(0, -1).join('.')}:${names.at(-1) ?? ''}`;
  return spelled(ecosystem, names.join('/'));
}

/** The one spelling under which names of a registry are compared. */
export function spelled(ecosystem: string, name: string): string {
  if (ecosystem === 'PyPI') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return ecosystem === 'Packagist' || ecosystem === 'NuGet' ? name.toLowerCase() : name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
