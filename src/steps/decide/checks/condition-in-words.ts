import type { Condition } from './evaluate-condition.ts';

/** A condition as one line that a lawyer can read, with the names of facts and values as they stand in a file of facts. Pure. */
export function conditionInWords(condition: Condition): string {
  if ('all' in condition) return condition.all.map(inner).join(' and ');
  if ('any' in condition) return condition.any.map(inner).join(' or ');
  if ('not' in condition) return `not ${inner(condition.not)}`;
  if ('judged' in condition) return judgedWords[condition.judged];
  if ('use' in condition) return `“${condition.use}”`;
  const fact = `\`${condition.fact}\``;
  if ('is' in condition) return `${fact} is ${listed(condition.is)}`;
  if ('stated' in condition) return `${fact} is said to be ${listed(condition.stated)}`;
  if ('has' in condition) return `${fact} has ${listed(condition.has)}`;
  if ('only' in condition) return `${fact} has nothing but ${listed(condition.only)}`;
  if ('atMost' in condition) return `${fact} at most ${condition.atMost}`;
  if ('moreThan' in condition && !('in' in condition)) return `${fact} more than ${condition.moreThan}`;
  if ('in' in condition)
    return `${fact} in ${listed(condition.in)}${condition.moreThan === undefined ? '' : `, more than ${condition.moreThan} people`}`;
  return fact;
}

const judgedWords = { breach: 'it is a breach', risk: 'a risk is not shown to be unlikely', 'high-risk': 'a high risk is likely' } as const;

function inner(condition: Condition): string {
  const words = conditionInWords(condition);
  return 'all' in condition || 'any' in condition ? `(${words})` : words;
}

function listed(items: readonly string[]): string {
  return items.map((item) => `*${item}*`).join(' or ');
}
