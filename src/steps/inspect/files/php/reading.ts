import type { FactList } from '../fact.ts';
import { sourcesOf } from './sources.ts';
import type { Token, TokenTally } from './token.ts';
import { NOTHING, type Routine, type Value } from './value.ts';

/** The state of reading one file: where we are and what is known. */
export interface Reading {
  tokens: readonly Token[];
  at: number;
  /** Names that are known here; of the function around it, else of the file. */
  scope: Map<string, Value>;
  readonly globals: Map<string, Value>;
  readonly constants: Map<string, Value>;
  readonly routines: Map<string, Routine>;
  /** Schemes of addresses that the file answers itself. */
  readonly wrappers: Set<string>;
  readonly facts: FactList;
  readonly tally: TokenTally;
  /** The function whose body is read. */
  current: Routine | null;
  /** Where facts are told to be: within unpacked code, at what unpacks it. */
  anchor: number | null;
  layer: number;
  /** Steps left; when they are used up, reading ends with what is known. */
  steps: number;
  /** Rounds of loops left that are followed one by one. */
  rounds: number;
  /** Calls left whose function is read again for what it gives back. */
  calls: number;
  /** How deep expressions and calls are nested. */
  depth: number;
  /** While a body is read again only for what it gives back. */
  quiet: boolean;
  /** Whether what is known now would have mattered before: then the file is read a second time. */
  again: boolean;
  /** Functions called by name, for what a file can do as a whole. */
  readonly called: Map<string, number>;
  /** Unpacked code that could be followed. */
  readonly unpacked: string[];
  readonly readers: Readers;
}

/** The parts of the reader, which need one another. */
interface Readers {
  /** An expression that binds at least so strongly. */
  expression(reading: Reading, binding?: number): Value;
  /** Everything up to this token. */
  statements(reading: Reading, end: number): void;
  /** What this function gives back, when its parameters are these. */
  routine(reading: Reading, routine: Routine, args: readonly Value[]): Value;
}

export const NONE: Token = { kind: 'op', text: '', at: 0 };

export function peek(reading: Reading, ahead = 0): Token {
  return reading.tokens[reading.at + ahead] ?? NONE;
}

export function isOp(reading: Reading, text: string, ahead = 0): boolean {
  const token = reading.tokens[reading.at + ahead];
  return token !== undefined && token.kind === 'op' && token.text === text;
}

/** Steps over this sign when it is there. */
export function take(reading: Reading, text: string): boolean {
  if (!isOp(reading, text)) return false;
  reading.at++;
  return true;
}

export function fact(reading: Reading, name: string, at: number, detail: string | null = null): void {
  if (!reading.quiet) reading.facts.add(name, reading.anchor ?? at, reading.layer, detail);
}

/** Says that this value ends in something that acts, once for each thing that it comes from; and of which parameter. */
export function sink(reading: Reading, kind: string, value: Value, at: number, detail: string): void {
  for (const source of sourcesOf(value.flags)) fact(reading, `${kind}:${source}`, at, detail);
  noteParams(reading, kind, value);
}

export function noteParams(reading: Reading, kind: string, value: Value): void {
  const { current } = reading;
  if (current === null || value.params === 0) return;
  for (let i = 0; i < current.params.length && i < 30; i++) {
    if ((value.params & (1 << i)) === 0) continue;
    const known = current.sinks.get(i);
    if (known === undefined) current.sinks.set(i, new Set([kind]));
    else known.add(kind);
  }
}

export function lookUp(reading: Reading, name: string): Value {
  return reading.scope.get(name) ?? NOTHING;
}

/** Where the bracket at `open` is closed, or the end. */
export function closing(tokens: readonly Token[], open: number, from: string, to: string): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== 'op') continue;
    if (token.text === from) depth++;
    else if (token.text === to && --depth === 0) return i;
  }
  return tokens.length;
}
