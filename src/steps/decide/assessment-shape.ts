import { z } from 'zod';

const answer = z.enum(['yes', 'no', 'ask']).describe('`ask`: it depends on a fact that is not known');
const value = z.unknown().describe('a value of the fact, as contract/facts.json describes it');
const facts = z.array(z.string()).describe('names of the facts that were looked at');
const number = z.number().nullable().describe('null while the facts allow more than one');

const reason = z.object({
  rule: z.string().describe('id of a rule in docs/reference/legal-rules.md'),
  text: z.string(),
  facts,
  holds: answer.optional().describe('what the rule itself says on these facts, of rules of a single law'),
});
const change = z.object({ regime: z.string(), id: z.string(), duty: z.string(), from: answer, to: answer });

const duty = z.object({
  regime: z.string(),
  id: z.string().describe('id of the duty in docs/reference/legal-rules.md'),
  to: z.enum(['register', 'authority', 'people', 'controller', 'others', 'acquirer', 'organisation']),
  stage: z.string().nullable().describe('which of several notices to the same place'),
  answer,
  does: z.string(),
  reasons: z.array(reason),
  questions: z
    .array(z.object({ fact: z.string(), asks: z.string(), flips: z.array(z.object({ if: value, answer })) }))
    .describe('facts that are not confirmed and could change this answer; `flips` is empty where only several together decide'),
  deadline: z
    .object({
      anchor: z.string().describe('the fact that the term runs from'),
      at: z.iso.datetime().nullable().describe('UTC; null while the anchor is not known: the clock may be running'),
      left: z.int().nullable().describe('seconds; negative when late'),
      term: z.object({
        hours: z.int().optional(),
        days: z.int().optional(),
        months: z.int().optional(),
        working_days: z.int().optional(),
      }),
    })
    .nullable()
    .describe('null where nothing is due, or without a number of hours or days: without undue delay'),
  recipients: z.array(z.string()),
  missing: z.array(z.string()).describe('facts that the notice must contain and that nobody stated'),
});

/** The document that `shopbell assess --json` prints; contract/assess.json. */
export const assessmentShape = z.object({
  schema: z.literal('shopbell-assessment/1'),
  at: z.iso.datetime(),
  severity: z.object({
    dpc: number,
    ei: number,
    cb: z.object({ c: number, i: number, a: number, malicious: number }),
    se: number,
    range: z.object({ low: z.number(), high: z.number() }),
    band: z.enum(['low', 'medium', 'high', 'very-high', 'unknown']),
    flags: z.array(z.string()),
    reasons: z.array(z.object({ factor: z.string(), low: z.number(), high: z.number(), because: z.string(), facts })),
  }),
  duties: z.array(duty),
  regimes: z.array(z.object({ id: z.string(), applies: answer, variant: z.string().nullable() })),
  floors: z
    .array(z.object({ id: z.string(), kind: z.enum(['floor', 'unlikely']), title: z.string(), holds: z.enum(['yes', 'ask']) }))
    .describe('floors and `unlikely` rules that hold or may hold'),
  assumed: z
    .array(z.object({ fact: z.string(), value, because: z.string() }))
    .describe('facts that nobody stated and that were taken to hold'),
  counterfactuals: z.array(z.object({ fact: z.string(), to: value, changes: z.array(change) })),
  notice: z.string(),
});
