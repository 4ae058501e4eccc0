import { factNames, factRow } from './checks/fact-table.ts';

type Schema = Readonly<Record<string, unknown>>;

const bounds: Schema = {
  anyOf: [
    { type: 'integer', minimum: 0 },
    {
      type: 'object',
      properties: { atLeast: { type: 'integer', minimum: 0 }, atMost: { type: ['integer', 'null'], minimum: 0 } },
      required: ['atLeast'],
      additionalProperties: false,
    },
  ],
};
const place: Schema = { type: 'string', pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' };

function valueSchema(name: (typeof factNames)[number]): Schema {
  const { kind, options } = factRow(name);
  const choice: Schema = { enum: [...(options ?? []), ...(options?.includes('yes') ? [true, false] : [])] };
  const kinds: Readonly<Record<typeof kind, Schema>> = {
    choice,
    list: { type: 'array', items: choice },
    count: bounds,
    places: { type: 'object', propertyNames: place, additionalProperties: bounds },
    codes: { type: 'array', items: place },
    instant: { type: 'string', format: 'date-time' },
    level: { enum: [0.25, 0.5, 0.75, 1] },
    text: { type: 'string', maxLength: 4_000 },
  };
  return kinds[kind];
}

/** The JSON Schema (2020-12) of a file of facts, made from the table of facts; contract/facts.json. Pure. */
export function factsSchema(): Schema {
  const facts = factNames.map((name) => {
    const { asks, absent } = factRow(name);
    const description = absent === undefined ? asks : `${asks} Left out, it is taken to be \`${absent}\`, as likely.`;
    const full = {
      type: 'object',
      properties: {
        value: { anyOf: [valueSchema(name), { type: 'null' }] },
        certainty: { enum: ['confirmed', 'likely', 'unknown'], default: 'confirmed' },
        evidence: { type: 'string', maxLength: 2_000 },
        statedBy: { type: 'string', maxLength: 200 },
        at: { type: 'string', format: 'date-time' },
      },
      additionalProperties: false,
    };
    return [name, { description, anyOf: [valueSchema(name), { enum: ['unknown', null] }, full] }] as const;
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Facts of one breach, for shopbell assess',
    description:
      'A fact is a bare value (confirmed), the word `unknown`, or an object with value, certainty and what it rests on. Left out means unknown, unless said otherwise. Beside a harm that is stated, a file that is silent about another harm, encryption of systems, logs, kinds of incident or groups that need care is taken to say that there was none; the answer lists it under `assumed`. Write `unknown` for what is not known.',
    type: 'object',
    properties: {
      schema: { const: 'shopbell-facts/1' },
      title: { type: 'string' },
      timeZone: { type: 'string', description: 'IANA name in which times are shown' },
      facts: { type: 'object', properties: Object.fromEntries(facts), additionalProperties: false },
    },
    required: ['schema', 'facts'],
    additionalProperties: false,
  };
}
