import { type CompiledRule, type Literal, requiredLiterals } from '#sigma/index.ts';
import { conditionOf, fieldsOfColumns } from './condition-sql.ts';
import { type StoredFields, storedFields } from './stored-fields.ts';

/** Which rows of a source are worth a look for some rules: `sql`, a condition that is true of every row that one of them matches. */
export interface StoredCondition {
  readonly sql: string;
  /** How each rule's rows are found, in the order of the rules; see describe-rule.ts. */
  readonly how: readonly ('texts' | 'condition' | 'everywhere' | 'never')[];
}

/** The engine takes at most 255 texts in one search. */
const MOST_TEXTS = 250;
const LEAST = 3;

/** Plans the look at events, spans or reports: the texts of all rules are searched together, the others by conditions on columns. */
export function conditionFor(source: keyof typeof storedFields, rules: readonly CompiledRule[]): StoredCondition {
  const fields = storedFields[source];
  const catalogue = fieldsOfColumns(fields.columns);
  const texts = new Set<string>();
  const conditions = new Set<string>();
  const how = rules.map((rule): StoredCondition['how'][number] => {
    const literals = requiredLiterals(rule.test, (literal) => weighIn(fields, literal));
    if (literals !== null) {
      for (const { text } of literals) texts.add(text);
      return 'texts';
    }
    const condition = conditionOf(rule.test, catalogue);
    if (condition === null || condition.sql === '1') return 'everywhere';
    if (condition.sql === '0') return 'never';
    conditions.add(condition.sql);
    return 'condition';
  });
  if (how.includes('everywhere')) return { sql: '1', how };
  const needles = [...texts];
  const haystack = `concat(${fields.texts.join(", '\\n', ")})`;
  for (let from = 0; from < needles.length; from += MOST_TEXTS) {
    const some = needles.slice(from, from + MOST_TEXTS).map((text) => `'${text.replace(/[\\']/g, '\\$&')}'`);
    conditions.add(`multiSearchAnyCaseInsensitive(${haystack}, [${some.join(', ')}])`);
  }
  return { sql: conditions.size === 0 ? '0' : [...conditions].map((one) => `(${one})`).join(' or '), how };
}

/** How rare a text is: its length. `null`: it may stand where no text is searched, or is written otherwise in JSON. */
function weighIn({ columns }: StoredFields, { field, text }: Literal): number | null {
  if (text.length < LEAST || /["\\\t]/.test(text)) return null;
  if (field === null) return /[^0-9a-ftz.:+-]/.test(text) ? text.length : null;
  if (columns[field]?.numeric || ['timestamp', 'date', 'time'].includes(field)) return null;
  return text.length;
}
