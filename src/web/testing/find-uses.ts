import type { ProductFiles } from '#engines/files/types.ts';

const KEY = '[a-z][a-z0-9-]*(?:\\.[A-Za-z0-9_-]+)+';
const literal = new RegExp(`['"\`](${KEY})['"\`]`, 'g');
const prefix = /`([a-z][a-z0-9-]*\.(?:[A-Za-z0-9_-]+[.-])*)\$\{/g;
const asked = new RegExp(`\\bt\\(\\s*['"](${KEY})['"]`, 'g');
const askedPrefix = /\bt\(\s*`([a-z][a-z0-9-]*\.(?:[A-Za-z0-9_-]+[.-])*)\$\{/g;

export interface Uses {
  /** Whether a key stands anywhere in code or data, or could be built by a template that starts like it. */
  isUsed(key: string): boolean;
  /** Keys that `t('…')` asks for. */
  readonly asked: readonly string[];
  /** Beginnings of keys that t(`….${x}`) asks for. */
  readonly askedPrefixes: readonly string[];
}

/** Reads all code under `src` and all facts under `data` for the message keys in them. */
export function findUses(files: ProductFiles): Uses {
  const code = ['.ts', '.tsx'].flatMap((ending) => files.list('src', ending)).filter((path) => !/\.test\.tsx?$/.test(path));
  const data = ['.yaml', '.yml', '.json'].flatMap((ending) => files.list('data', ending));
  const text = code.map((path) => files.read(path).toString('utf8')).join('\n');
  const facts = data.map((path) => files.read(path).toString('utf8')).join('\n');
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
  const literals = new Set(all(literal));
  const prefixes = [...new Set(all(prefix))];
  return {
    isUsed: (key) => literals.has(key) || prefixes.some((start) => key.startsWith(start)) || facts.includes(key),
    asked: [...new Set(all(asked))],
    askedPrefixes: [...new Set(all(askedPrefix))],
  };
}
