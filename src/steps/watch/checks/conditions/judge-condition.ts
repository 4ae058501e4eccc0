import { query } from 'json-p3';
import type { HttpAnswer } from '#engines/http/types.ts';
import { DAY } from '#kernel/time.ts';
import type { Condition, Demand } from './condition.ts';
import { holdsOf } from './holds-of.ts';

/** `unknown`: too little of the answer was read to say. */
export interface JudgedCondition {
  readonly holds: 'yes' | 'no' | 'unknown';
  /** What was found, in one line; never what stands in the page: it may be somebody's. */
  readonly reason: string;
}

const yes: JudgedCondition = { holds: 'yes', reason: '' };

/** Whether an answer is as a condition asks. Pure. */
export function judgeCondition(condition: Condition, answer: HttpAnswer, now: Date): JudgedCondition {
  const { subject, demand, text } = condition;
  const no = (found: string): JudgedCondition => ({ holds: 'no', reason: `${text}: ${found}` });
  switch (subject.of) {
    case 'status':
      return holdsOf([String(answer.status)], demand) ? yes : no(`it answered ${answer.status}`);
    case 'time':
      return holdsOf([String(answer.phases.total)], demand) ? yes : no(`it took ${Math.round(answer.phases.total)} ms`);
    case 'size':
      if (answer.truncated && !isAbove(demand)) return { holds: 'no', reason: `${text}: it is larger than ${answer.body.length} bytes` };
      return holdsOf([String(answer.body.length)], demand) ? yes : no(`it has ${answer.body.length} bytes`);
    case 'certificate':
      return judgeDays(answer, demand, now, no);
    case 'header': {
      const value = answer.headers[subject.name];
      return holdsOf(value === undefined ? [] : [value], demand)
        ? yes
        : no(value === undefined ? 'the header is not there' : 'it is another');
    }
    case 'body': {
      const body = new TextDecoder().decode(answer.body);
      if (holdsOf([body], demand)) return answer.truncated && isNegative(demand) ? cut(text, answer) : yes;
      return answer.truncated && !isNegative(demand) ? cut(text, answer) : no('it is not so');
    }
    case 'json':
      return judgeJson(condition, subject.path, answer, no);
    default:
      return { holds: 'unknown', reason: `${text}: a page has no ${subject.of}` };
  }
}

function judgeDays({ tls }: HttpAnswer, demand: Demand, now: Date, no: (found: string) => JudgedCondition): JudgedCondition {
  if (tls === null) return no('there is no certificate: the address is no https');
  const left = Math.floor((tls.validTo.getTime() - now.getTime()) / DAY);
  return holdsOf([String(left)], demand) ? yes : no(`it is valid for ${left} days`);
}

function judgeJson({ text, demand }: Condition, path: string, answer: HttpAnswer, no: (found: string) => JudgedCondition): JudgedCondition {
  if (answer.truncated) return cut(text, answer);
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(answer.body));
  } catch {
    return no('the answer is no JSON');
  }
  const values = query(path, document as never).values();
  if (holdsOf(values.map(asText), demand)) return yes;
  const [first] = values;
  const shown = typeof first === 'number' || typeof first === 'boolean' || first === null ? `it is ${String(first)}` : 'it is another';
  return no(values.length === 0 ? 'there is none' : values.length > 1 ? `none of ${values.length} is so` : shown);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cut(text: string, { body }: HttpAnswer): JudgedCondition {
  return { holds: 'unknown', reason: `${text}: only the first ${body.length} bytes were read` };
}

function isNegative({ must }: Demand): boolean {
  return must === 'contains-not' || must === 'is-not' || must === 'missing';
}

function isAbove({ must }: Demand): boolean {
  return must === 'above' || must === 'at-least';
}
