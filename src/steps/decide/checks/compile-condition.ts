import { anyOf, both, type Condition, evaluateLeaf, invert, type JudgedName, type Leaf, type Reading } from './evaluate-condition.ts';
import type { FactName } from './fact-table.ts';
import type { Answer } from './facts.ts';

/** A condition ready to be asked again and again. */
interface Compiled {
  readonly ask: (reading: Reading) => Answer;
  /** The facts that it looks at, in their order, and what it asks of the risk. */
  readonly looks: readonly (FactName | { readonly judged: JudgedName })[];
  /** The facts alone, each once. */
  readonly facts: readonly FactName[];
  readonly asksForRisk: boolean;
}

const compiled = new WeakMap<Reading['named'], WeakMap<Condition, Compiled>>();

/** A condition with the names that it uses, compiled once: tables of the law do not change while a program runs. Pure. */
export function compileCondition(condition: Condition, named: Reading['named']): Compiled {
  const own = compiled.get(named) ?? new WeakMap<Condition, Compiled>();
  compiled.set(named, own);
  const found = own.get(condition) ?? compileAnew(condition, named);
  own.set(condition, found);
  return found;
}

/** Three-valued: yes, no, or unknown when it depends on a fact that is not known; and the facts that were looked at. Pure. */
export function readCondition(condition: Condition, reading: Reading): { readonly answer: Answer; readonly seen: readonly FactName[] } {
  const { ask, looks, facts, asksForRisk } = compileCondition(condition, reading.named);
  const answer = ask(reading);
  if (!asksForRisk) return { answer, seen: facts };
  return { answer, seen: [...new Set(looks.flatMap((one) => (typeof one === 'string' ? [one] : judgedOf(one.judged, reading).facts)))] };
}

function compileAnew(condition: Condition, named: Reading['named']): Compiled {
  const looks: (FactName | { readonly judged: JudgedName })[] = [];
  const ask = compilePart(condition, true, { named, looks });
  const facts = looks.filter((one): one is FactName => typeof one === 'string');
  return { ask, looks, facts: [...new Set(facts)], asksForRisk: facts.length < looks.length };
}

interface Workbench {
  readonly named: Reading['named'];
  readonly looks: (FactName | { readonly judged: JudgedName })[];
}

/** `positive` is false inside of an odd number of `not`. */
function compilePart(condition: Condition, positive: boolean, bench: Workbench): Compiled['ask'] {
  if ('use' in condition) {
    const meant = bench.named[condition.use];
    if (!meant) throw new RangeError(`no condition is named ${condition.use}`);
    return compilePart(meant, positive, bench);
  }
  if ('not' in condition) {
    const part = compilePart(condition.not, !positive, bench);
    return (reading) => invert(part(reading));
  }
  if ('all' in condition) return allOf(condition.all.map((part) => compilePart(part, positive, bench)));
  if ('any' in condition) return oneOf(condition.any.map((part) => compilePart(part, positive, bench)));
  if ('judged' in condition) {
    bench.looks.push(condition);
    return (reading) => judgedOf(condition.judged, reading).answer;
  }
  bench.looks.push(condition.fact);
  return compileLeaf(condition, positive);
}

function allOf(parts: readonly Compiled['ask'][]): Compiled['ask'] {
  return (reading) => {
    const answers: Answer[] = [];
    for (const part of parts) {
      const answer = part(reading);
      if (answer === 'no') return 'no';
      answers.push(answer);
    }
    return both(answers);
  };
}

function oneOf(parts: readonly Compiled['ask'][]): Compiled['ask'] {
  return (reading) => {
    const answers: Answer[] = [];
    for (const part of parts) {
      const answer = part(reading);
      if (answer === 'yes') return 'yes';
      answers.push(answer);
    }
    return anyOf(answers);
  };
}

function compileLeaf(leaf: Leaf, positive: boolean): Compiled['ask'] {
  return (reading) => {
    const answer = evaluateLeaf(leaf, reading);
    if (reading.likely === 'counts' || answer === 'unknown' || reading.facts[leaf.fact]?.certainty !== 'likely') return answer;
    const helps = reading.likely === 'never-yes' ? positive : !positive;
    return answer === (helps ? 'yes' : 'no') ? 'unknown' : answer;
  };
}

function judgedOf(name: JudgedName, { judged }: Reading): NonNullable<Reading['judged']>[JudgedName] {
  const found = judged?.[name];
  if (!found) throw new RangeError(`nothing is judged before ${name} is asked for`);
  return found;
}
