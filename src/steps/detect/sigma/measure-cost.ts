import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { type CompiledRule, type Literal, matchEvent, requiredLiterals, type SigmaEvent } from '#sigma/index.ts';
import { describeRule } from './describe-rule.ts';
import { storedSourceOf } from './log-sources.ts';
import { requestEvent } from './request-event.ts';
import { weigh } from './weigh-literal.ts';

const ordinaryShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  agents: z.array(z.string()).min(1),
  /** `GET /path?query 200`. */
  requests: z.array(z.string().regex(/^[A-Z]+ \S+ \d{3}$/)).min(10),
});

/** What a rule of single requests costs, measured on ordinary requests of shops. */
export interface MeasuredCost {
  /** Share of ordinary requests that have to be judged for it, because its texts stand in them. */
  readonly judged: number;
  /** Of those, the share that it matches: far too many for a rule about something that is wrong. */
  readonly matched: number;
  /** Microseconds of one judgement. */
  readonly micros: number;
  /** Whether it takes more than its share: `MOST_MICROS` of every ordinary request. */
  readonly isExpensive: boolean;
}

/** Of the time that a request may take over all rules (a hundred thousand requests a second of one core: ten microseconds) a tenth. */
const MOST_MICROS = 1;
/** To bring one request out of the engine and make an event of it, before any rule has judged it. */
const FETCH_MICROS = 4;
const ROUNDS = 5;
const LEAST_MS = 1;

/** Measures one rule; `null`: it does not look at requests. `ticks`: milliseconds with fractions. */
export function measureCost(rule: CompiledRule, ticks: () => number): MeasuredCost | null {
  if (storedSourceOf(rule) !== 'requests') return null;
  const events = ordinaryEvents();
  const literals = requiredLiterals(rule.test, weigh);
  const { search } = describeRule(rule);
  // What a condition on columns lets through is at least what matches.
  const lets = (event: SigmaEvent): boolean =>
    literals?.some((literal) => standsIn(event, literal)) ?? (search === 'everywhere' || matchEvent(rule.test, event));
  const candidates = events.filter(lets);
  const matched = candidates.filter((event) => matchEvent(rule.test, event)).length;
  const micros = microsOf(rule, candidates.length > 0 ? candidates : events, ticks);
  const judged = candidates.length / events.length;
  return {
    judged: round(judged),
    matched: round(matched / events.length),
    micros: round(micros),
    isExpensive: judged * (micros + FETCH_MICROS) > MOST_MICROS,
  };
}

/** The best of some rounds: whatever else this machine does meanwhile is not the rule's. */
function microsOf(rule: CompiledRule, events: readonly SigmaEvent[], ticks: () => number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const began = ticks();
    let times = 0;
    do {
      for (const event of events) matchEvent(rule.test, event);
      times += events.length;
    } while (ticks() - began < LEAST_MS);
    best = Math.min(best, ((ticks() - began) * 1000) / times);
  }
  return best;
}

let known: readonly SigmaEvent[] | null = null;

function ordinaryEvents(): readonly SigmaEvent[] {
  if (known !== null) return known;
  const { agents, requests } = readData('signatures/ordinary-requests.yaml', ordinaryShape);
  known = requests.map((line, nth) => {
    const [method = '', target = '', status = ''] = line.split(' ');
    const [path = '', query = ''] = target.split('?', 2);
    const facts = { method, path, query, status: Number(status), agent: agents[nth % agents.length] ?? '' };
    return requestEvent({ ...facts, referrer: '', address: `203.0.113.${nth}`, bytes: 3_000, host: 'shop.example' });
  });
  return known;
}

function standsIn(event: SigmaEvent, { field, text, start, end }: Literal): boolean {
  const needle = text.toLowerCase();
  const holds = (reading: string): boolean =>
    start && end ? reading === needle : start ? reading.startsWith(needle) : end ? reading.endsWith(needle) : reading.includes(needle);
  const readings = field === null ? [...event.values()] : [event.get(field)];
  return readings.some((one) => one?.lower.some(holds) ?? false);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
