import { RuleError } from './problem.ts';

export type Condition =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] };

const MOST_WORDS = 1000;

/**
 * Parses a Sigma condition: `or` binds loosest, then `and`, `not`, `1 of X` / `all of X`, parentheses.
 * `names` are the rule's selections; `them` and patterns are resolved here. Throws a RuleError that says what is wrong.
 */
export function parseCondition(text: string, names: readonly string[]): Condition {
  const words = text.match(/[()]|[^\s()]+/g) ?? [];
  if (words.length > MOST_WORDS) throw new RuleError(`condition: more than ${MOST_WORDS} words`);
  let at = 0;
  const peek = (): string => words[at]?.toLowerCase() ?? '';
  const expression = (): Condition => joined('or', () => joined('and', factor));
  const joined = (kind: 'and' | 'or', next: () => Condition): Condition => {
    const parts = [next()];
    while (peek() === kind) {
      at += 1;
      parts.push(next());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind, parts };
  };
  const factor = (): Condition => {
    if (peek() === 'not') {
      at += 1;
      return { kind: 'not', part: factor() };
    }
    if (peek() === '(') {
      at += 1;
      const inside = expression();
      if (words[at++] !== ')') throw new RuleError('condition: a parenthesis is not closed');
      return inside;
    }
    if (words[at + 1]?.toLowerCase() === 'of') return several();
    const name = words[at++];
    if (name === undefined || !names.includes(name)) throw new RuleError(`condition: there is no selection ${name ?? '(end of text)'}`);
    return { kind: 'name', name };
  };
  const several = (): Condition => {
    const quantity = peek();
    const pattern = words[at + 2] ?? '';
    at += 3;
    const found = names.filter((name) => fits(name, pattern));
    if (found.length === 0) throw new RuleError(`condition: no selection fits ${pattern}`);
    if (quantity !== 'all' && quantity !== '1' && quantity !== 'any') throw new RuleError(`condition: “${quantity} of” is not supported`);
    return { kind: quantity === 'all' ? 'and' : 'or', parts: found.map((name) => ({ kind: 'name', name })) };
  };
  const parsed = expression();
  if (at < words.length) throw new RuleError(`condition: “${words[at]}” is not expected here`);
  return parsed;
}

function fits(name: string, pattern: string): boolean {
  if (pattern === 'them') return !name.startsWith('_');
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
