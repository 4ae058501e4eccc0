/** `.data.items[0].id` after `[BODY]` as the steps of a JSONPath; `null`: it cannot be said. */
export function stepsOf(path: string): string | null {
  let steps = '';
  for (const part of path.replace(/^\./, '').split('.')) {
    const [, name = '', indices = ''] = /^([^[\]]*)((?:\[\d+\])*)$/.exec(part) ?? [];
    if (name === '' && indices === '') return null;
    if (/["'\\\s]/.test(name)) return null;
    steps += name === '' ? '' : /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name}']`;
    steps += indices;
  }
  return steps;
}

const SIGNS: Readonly<Record<string, string>> = { '==': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

/** `len([BODY].items) > 2` as one line; an empty list has no member by which it could be found, so it is found by what is missing. */
export function lengthLine(path: string, sign: string, count: number): string | null {
  const steps = path === '' ? '' : stepsOf(path);
  if (steps === null || SIGNS[sign] === undefined || /[[\]]/.test(steps)) return null;
  const holdsEmpty =
    { '==': count === 0, '!=': count !== 0, '<': count > 0, '<=': count >= 0, '>': count < 0, '>=': count <= 0 }[sign] ?? false;
  if (steps === '' && holdsEmpty) return `json $[?!(length($) ${sign} ${count})] is missing`;
  return `json $[?length($${steps}) ${sign} ${count}] exists`;
}

/** `[BODY].items[*].state == up`: of every item, and there must be one. `null`: it cannot be said. */
export function everyItemLines(path: string, sign: string, value: string): string[] | null {
  const [before = '', after = '', ...more] = path.split('[*]');
  if (more.length > 0 || SIGNS[sign] === undefined) return null;
  const list = before === '' ? '' : stepsOf(before);
  const inside = after === '' ? '' : stepsOf(after);
  if (list === null || inside === null || /[[\]]/.test(inside) || /["\\\n]/.test(value)) return null;
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(value);
  const isPlain = isNumber || /^(?:true|false|null)$/.test(value);
  if (sign !== '==' && sign !== '!=' && !isNumber) return null;
  const one = `@${inside}`;
  const wanted = isNumber ? `${one} ${sign} ${value}` : isPlain ? `${one} ${sign} ${value}` : `${one} ${sign} "${value}"`;
  return [`json $${list}[0] exists`, `json $${list}[?!(${wanted})] is missing`];
}
