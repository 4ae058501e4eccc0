import type { FactList } from '../fact.ts';
import { readExpression } from './read-expression.ts';
import { readStatements } from './read-statements.ts';
import { readTokens } from './read-tokens.ts';
import type { Reading } from './reading.ts';
import { noteRoutines, readRoutine } from './routines.ts';
import type { Token, TokenTally } from './token.ts';

/** What was read of a PHP file. */
export interface PhpRead {
  readonly tokens: readonly Token[];
  readonly tally: TokenTally;
  readonly called: ReadonlyMap<string, number>;
  readonly routines: number;
  /** Code that was packed, as far as it could be unpacked. */
  readonly unpacked: readonly string[];
  /** Whether reading ended before the end: the file asks for more than is given to one. */
  readonly cut: boolean;
}

const STEPS = 1_500_000;
const ROUNDS = 60_000;
const CALLS = 2_000;

/**
 * Reads PHP by what it does: texts are joined, decoders followed, what is sent is tracked to where it acts. Nothing is run.
 * `text` holds one byte a character (latin1). Bounded by steps, so that no file takes long; never throws.
 */
export function readPhp(text: string, facts: FactList): PhpRead {
  const tally: TokenTally = { escaped: 0, inStrings: 0, inComments: 0, code: 0 };
  const tokens = readTokens(text, tally);
  const globals = new Map();
  const reading: Reading = {
    tokens,
    at: 0,
    scope: globals,
    globals,
    constants: new Map(),
    routines: new Map(),
    wrappers: new Set(),
    facts,
    tally,
    current: null,
    anchor: null,
    layer: 0,
    steps: STEPS + tokens.length * 4,
    rounds: ROUNDS,
    calls: CALLS,
    depth: 0,
    quiet: false,
    again: false,
    called: new Map(),
    unpacked: [],
    readers: { expression: readExpression, statements: readStatements, routine: readRoutine },
  };
  noteRoutines(reading, tokens);
  readStatements(reading, tokens.length);
  if (reading.again || facts.has('goto')) {
    for (const routine of reading.routines.values()) routine.state = 'new';
    reading.at = 0;
    readStatements(reading, tokens.length);
  }
  return { tokens, tally, called: reading.called, routines: reading.routines.size, unpacked: reading.unpacked, cut: reading.steps <= 0 };
}
