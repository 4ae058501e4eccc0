import type { HttpAnswer } from '#engines/http/types.ts';
import { judgeCondition } from './conditions/judge-condition.ts';
import { parsedOnce } from './conditions/parsed-once.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { down, type Judged, unknown, up } from './judged.ts';

/** What an answer is held to. */
export interface HttpDemand {
  readonly status: readonly number[];
  readonly contains: string;
  readonly conditions: readonly string[];
  readonly maxMs: number;
  readonly certificateDays: number;
}

/** Judges an HTTP answer: status, certificate, text, conditions, time, in this order. A condition on the status stands for the usual 200 to 399. */
export function judgeHttp(target: HttpDemand, answer: HttpAnswer, now: Date): Judged {
  const asksStatus = target.conditions.some((line) => /^status\b/i.test(line));
  const usual = asksStatus || (answer.status >= 200 && answer.status < 400);
  const fine = target.status.length > 0 ? target.status.includes(answer.status) : usual;
  if (!fine) return down(`answered ${answer.status}`);
  if (answer.tls) {
    const certificate = judgeCertificate(answer.tls, target.certificateDays, now);
    if (certificate.saw === 'down') return certificate;
  }
  if (target.contains !== '' && !Buffer.from(answer.body).toString('utf8').includes(target.contains)) {
    return down(`answered ${answer.status}, but the page does not contain “${target.contains}”`);
  }
  for (const line of target.conditions) {
    const condition = parsedOnce(line, 'answer');
    if (typeof condition === 'string') return unknown(condition);
    const { holds, reason } = judgeCondition(condition, answer, now);
    if (holds !== 'yes') return holds === 'no' ? down(reason) : unknown(reason);
  }
  const total = Math.round(answer.phases.total);
  if (total > target.maxMs) return down(`took ${total} ms, more than ${target.maxMs} ms`);
  return up(`${answer.status} in ${total} ms`);
}
