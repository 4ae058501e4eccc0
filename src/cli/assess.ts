import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { ShopbellError } from '#kernel/errors.ts';
import { type Assessment, lawTables, readFactsText, showIn, summarizeOutcome } from '#steps/decide/index.ts';

interface AssessOptions {
  readonly json?: boolean;
  readonly at?: string;
}

/** `shopbell assess FACTS.yaml`: severity, who must be told, by when, why, and what is still to be answered. Exit 0; 2 on a wrong file. */
export function assessCommand(): Command {
  return new Command('assess')
    .argument('<facts>', 'a YAML file of facts (schema shopbell-facts/1), or - for standard input')
    .description('severity of a breach, who must be told, by when, and why')
    .option('--json', 'print one JSON document')
    .option('--at <time>', 'judge as of this time (ISO 8601)')
    .action((path: string, options: AssessOptions) => {
      const { facts, timeZone } = readFactsText(readText(path), path);
      const now = options.at === undefined ? new Date() : new Date(options.at);
      if (Number.isNaN(now.getTime())) throw new ShopbellError('INPUT_INVALID', { reason: `--at ${options.at} is not a time` });
      const assessment = summarizeOutcome(facts, lawTables(), now);
      process.stdout.write(options.json ? `${JSON.stringify(assessment, null, 2)}\n` : inWords(assessment, timeZone ?? 'UTC'));
    });
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ShopbellError('FILE_UNREADABLE', { path, reason }, { cause });
  }
}

const headings: Record<string, string> = {
  register: 'Write it into the register',
  authority: 'Tell the authority',
  people: 'Tell the people',
  controller: 'Tell the controller',
};

/** The assessment as text: the answers, then each open question once with the answers it is for. */
export function inWords(assessment: Assessment, timeZone: string): string {
  const { severity } = assessment;
  const score = severity.se === null ? `${severity.range.low.toFixed(2)} to ${severity.range.high.toFixed(2)}` : severity.se.toFixed(2);
  const lines = [`Severity ${score}, ${severity.band}${severity.flags.length > 0 ? ` (${severity.flags.join(', ')})` : ''}`];
  for (const row of severity.reasons) lines.push(`  ${row.factor.padEnd(16)} ${rangeText(row.low, row.high).padEnd(12)} ${row.because}`);
  for (const duty of assessment.duties) {
    lines.push('', `${headings[duty.to] ?? duty.to}: ${duty.answer.toUpperCase()}`);
    if (duty.deadline) lines.push(`  ${deadlineText(duty.deadline, timeZone)}`);
    for (const reason of duty.reasons) lines.push(`  ${reason.rule.padEnd(14)} ${reason.text}`);
  }
  lines.push(...questionsInWords(assessment));
  lines.push('', assessment.notice, '');
  return lines.join('\n');
}

function questionsInWords({ duties }: Assessment): string[] {
  const open = duties.filter((duty) => duty.answer === 'ask');
  const asked = Map.groupBy(
    open.flatMap((duty) => duty.questions.map((question) => ({ ...question, for: duty.to }))),
    (question) => question.fact,
  );
  const lines = [...asked].map(([fact, [first, ...others]]) => {
    const forWhom = [first, ...others].flatMap((question) => (question ? [question.for] : []));
    return `  ?  ${fact} (${forWhom.join(', ')}): ${first?.asks ?? ''}`;
  });
  const also = duties.flatMap((duty) => duty.questions.map((question) => question.fact)).filter((fact) => !asked.has(fact));
  return [
    ...(lines.length > 0 ? ['', 'To be answered, and for which answer:', ...lines] : []),
    ...(also.length > 0 ? ['', `Not confirmed, and it could change an answer: ${[...new Set(also)].join(', ')}`] : []),
  ];
}

function rangeText(low: number, high: number): string {
  return low === high ? String(low) : `${low} to ${high}`;
}

function deadlineText(deadline: { readonly at: string | null; readonly leftSeconds: number | null }, timeZone: string): string {
  if (deadline.at === null || deadline.leftSeconds === null)
    return 'by: unknown, because `awareAt` is not stated; the clock may be running';
  const hours = Math.abs(deadline.leftSeconds) / 3600;
  const left = deadline.leftSeconds >= 0 ? `${hours.toFixed(1)} h left` : `${hours.toFixed(1)} h late`;
  return `by ${showIn(new Date(deadline.at), timeZone)} at the latest (${left})`;
}
