/** How things are called in a question from the sandbox: a root, then the calls that build it. */
export type Path = readonly (readonly [name: string, args?: readonly unknown[]])[];

/** A call as it stands in the file: `getByRole('button', { name: 'Pay' }).click()`. The page itself is left out. */
export function sayCall(path: Path, name: string, args: readonly unknown[], expecting: { readonly not: boolean } | null = null): string {
  const target = path
    .filter(([part], index) => index > 0 || !/^page\d*$/.test(part))
    .map(([part, all]) => part + (all ? `(${sayAll(all)})` : ''));
  const said = `${name}(${sayAll(args)})`;
  if (expecting) return `expect(${target.join('.') || 'page'})${expecting.not ? '.not' : ''}.${said}`;
  return [...target, said].join('.');
}

function sayAll(args: readonly unknown[]): string {
  return args.map((one) => say(one, 0)).join(', ');
}

const MOST = 80;

function say(value: unknown, depth: number): string {
  if (typeof value === 'string') return `'${(value.length > MOST ? `${value.slice(0, MOST)}…` : value).replaceAll(/\s+/g, ' ')}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > 3) return '…';
  if (Array.isArray(value))
    return `[${value
      .slice(0, 5)
      .map((one) => say(one, depth + 1))
      .join(', ')}${value.length > 5 ? ', …' : ''}]`;
  const told = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(told.$regex)) return `/${String(told.$regex[0])}/${String(told.$regex[1])}`;
  if (Array.isArray(told.$path)) return sayPath(told.$path as Path);
  if ('$function' in told) return '() => …';
  if ('$undefined' in told) return 'undefined';
  const parts = Object.entries(told).map(([key, one]) => `${key}: ${say(one, depth + 1)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function sayPath(path: Path): string {
  return path.map(([part, all]) => part + (all ? `(${sayAll(all)})` : '')).join('.');
}
