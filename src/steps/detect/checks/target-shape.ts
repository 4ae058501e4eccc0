import { decoded } from './exposed-files.ts';
import { PLACE_NAMES } from './page-parameters.ts';
import { isNoise } from './record-words.ts';

const HEX = '123456789abcdefABCDEF';
const TARGET = "concat(path, if(query = '', '', '?'), query)";

/** Path and query as they are stored, and their shape: targets that differ in numbers alone have the same. For the engine, over `requests`. */
export const TARGETS = {
  target: TARGET,
  shape: `translate(${TARGET}, '${HEX}', '${'0'.repeat(HEX.length)}')`,
  hasNumber: `translate(${TARGET}, '123456789', '000000000') != ${TARGET}`,
} as const;

/** The same for JavaScript. */
export function shapeOf(target: string): string {
  return target.replace(/[1-9a-fA-F]/g, '0');
}

const PLACEHOLDER = /\{(?:n|id|any)\}/;

/** What targets of one shape have in common. */
export interface Template {
  /** With `{n}` for a number and `{id}` for another id in the places where targets differ: `/konto/beleg/{n}.pdf`. */
  readonly text: string;
  /** How many places differ in what could tell records apart. */
  readonly varying: number;
}

/** What separates parts, and a UUID, which is one part. */
const CUTS = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[/?&=._~;,:!()@$'*+ -])/i;

/**
 * The template of a few targets of one shape; `null` when only pages, times or marks of where somebody came from differ, or dates: no record is
 * told apart by them.
 */
export function templateOf(targets: readonly string[]): Template | null {
  const cut = targets.map((target) => target.split(CUTS));
  const [first] = cut;
  if (first === undefined || cut.some((parts) => parts.length !== first.length)) return null;
  // What looks like a place of ours in somebody's address would be read as one.
  if (targets.some((target) => PLACEHOLDER.test(target))) return null;
  const isVarying = first.map((part, nth) => cut.some((parts) => parts[nth] !== part));
  const names = parameterNames(first);
  const telling = isVarying.map((varies, nth) => varies && !isNothing(names[nth] ?? ''));
  const ids = joinDashed(first, telling);
  const varying = ids.filter((one) => one === 'begins').length;
  if (varying === 0 || varying > 2) return null;
  const text = first.map((part, nth) => {
    if (ids[nth] === 'goes-on') return '';
    if (ids[nth] === 'begins')
      return placeholder(
        cut.map((parts) => parts[nth] ?? ''),
        ids[nth + 1] === 'goes-on',
      );
    return isVarying[nth] ? '{any}' : part;
  });
  return { text: text.join(''), varying };
}

/** Parts of one id that is written with dashes (a UUID) are one place. */
function joinDashed(parts: readonly string[], telling: readonly boolean[]): ('begins' | 'goes-on' | null)[] {
  const out: ('begins' | 'goes-on' | null)[] = [];
  for (const [nth, tells] of telling.entries()) {
    const before = out[nth - 2];
    const joins = (before === 'begins' || before === 'goes-on') && parts[nth - 1] === '-';
    if (tells && joins) {
      out[nth - 1] = 'goes-on';
      out.push('goes-on');
    } else out.push(tells ? 'begins' : null);
  }
  return out;
}

function placeholder(values: readonly string[], isLong: boolean): string {
  if (isLong) return '{id}';
  const [one = ''] = values;
  let same = 0;
  while (same < one.length && /[A-Za-z]/.test(one.charAt(same)) && values.every((value) => value.charAt(same) === one.charAt(same))) same++;
  const rest = values.map((value) => value.slice(same));
  const isNumber = rest.every((value) => /^\d+$/.test(value));
  return isNumber ? `${one.slice(0, same)}{n}` : '{id}';
}

/** For each part of a query the name of its parameter; '' for parts of the path. */
function parameterNames(parts: readonly string[]): string[] {
  const names: string[] = [];
  let name = '';
  let isQuery = false;
  let isName = false;
  for (const part of parts) {
    if (part === '?' || (isQuery && part === '&')) {
      isQuery = true;
      isName = true;
      name = '';
    } else if (isQuery && part === '=') isName = false;
    else if (isName) name += part;
    names.push(isQuery && !isName ? name : '');
  }
  return names;
}

const PLACE = new RegExp(`^[$_]?(?:${PLACE_NAMES})$`);

function isNothing(name: string): boolean {
  const plain = decoded(name);
  return name !== '' && (isNoise(plain) || PLACE.test(plain.toLowerCase()));
}

/** Finds in a target what its template tells records apart by; `null` when it is no target of this template. */
export function idReader(template: string): (target: string) => string | null {
  const pattern = template
    .split(/(\{n\}|\{id\}|\{any\})/)
    .map((part) => (part === '{n}' ? '(\\d+)' : part === '{id}' ? '([^/?&=]+)' : part === '{any}' ? '[^/?&=]*' : escaped(part)))
    .join('');
  const regex = new RegExp(`^${pattern}$`);
  return (target) => regex.exec(target)?.slice(1).join(' ') ?? null;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The number that an id ends with; `null`: it has none, or it is a random id, in which a number at the end says nothing. */
export function positionIn(id: string): number | null {
  if (/[0-9a-f]{8}/i.test(id) && /[a-f]/i.test(id)) return null;
  const digits = /\d{1,14}$/.exec(id)?.[0];
  return digits === undefined ? null : Number(digits);
}
