import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { ShopbellError } from '#kernel/errors.ts';
import { type Assessment, lawTables, readFactsText, showIn, summarizeOutcome } from '#steps/decide/judgement.ts';

interface AssessOptions {
  readonly json?: boolean;
  readonly at?: string;
  readonly regimes?: string;
  readonly strict?: boolean;
}

/**
 * `shopbell assess FACTS.yaml`: severity, who must be told under which law, by when, why, and what is still to be answered. Exit 0; 2 on a
 * wrong file.
 */
export function assessCommand(): Command {
  return new Command('assess')
    .argument('<facts>', 'a YAML file of facts (schema shopbell-facts/1), or - for standard input')
    .description('severity of a breach, who must be told under which law, by when, and why')
    .option('--json', 'print one JSON document')
    .option('--at <time>', 'judge as of this time (ISO 8601): which laws hold, and how long is left')
    .option('--regimes <ids>', 'only these laws, with commas (gdpr,uk-gdpr,nis2,appi …); a draft is asked only by its id')
    .option('--strict', 'take what the file leaves out as unknown, also beside a harm that it tells of')
    .action((path: string, options: AssessOptions) => {
      const { facts, timeZone } = readFactsText(readText(path), path);
      const now = options.at === undefined ? new Date() : new Date(options.at);
      if (Number.isNaN(now.getTime())) throw new ShopbellError('INPUT_INVALID', { reason: `--at ${options.at} is not a time` });
      const law = lawTables();
      const asked = {
        regimes: options.regimes === undefined ? undefined : regimesNamed(options.regimes, law),
        isStrict: options.strict === true,
      };
      const assessment = summarizeOutcome(facts, law, now, asked);
      process.stdout.write(options.json ? `${JSON.stringify(assessment, null, 2)}\n` : inWords(assessment, timeZone ?? 'UTC'));
    });
}

/** The ids of laws in a text with commas. Throws INPUT_INVALID that names the strange ones and those that are known. */
export function regimesNamed(text: string, { regimes }: ReturnType<typeof lawTables>): string[] {
  const known = [...new Set(regimes.map(({ id }) => id))];
  const ids = text
    .split(',')
    .map((id) => id.trim().toLowerCase())
    .filter((id) => id !== '');
  const strange = ids.filter((id) => !known.includes(id));
  if (ids.length === 0 || strange.length > 0)
    throw new ShopbellError('INPUT_INVALID', { reason: `--regimes: ${strange.join(', ') || 'none named'}; known are ${known.join(', ')}` });
  return ids;
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
  acquirer: 'Tell the acquirer',
  others: 'Tell others',
  organisation: 'Do yourself',
};

type Row = Assessment['duties'][number];

/** The assessment as text: the answers law by law, then each open question once with the answers it is for. */
export function inWords(assessment: Assessment, timeZone: string): string {
  const { severity } = assessment;
  const score = severity.se === null ? `${severity.range.low.toFixed(2)} to ${severity.range.high.toFixed(2)}` : severity.se.toFixed(2);
  const lines = [`Severity ${score}, ${severity.band}${severity.flags.length > 0 ? ` (${severity.flags.join(', ')})` : ''}`];
  for (const row of severity.reasons) lines.push(`  ${row.factor.padEnd(16)} ${rangeText(row.low, row.high).padEnd(12)} ${row.because}`);
  const asked = new Set(assessment.regimes.filter(({ applies }) => applies === 'ask').map(({ id }) => id));
  const [home = assessment.duties[0]?.regime] = assessment.regimes.filter(({ applies }) => applies !== 'no').map(({ id }) => id);
  for (const { id, applies, variant } of assessment.regimes) {
    const duties = assessment.duties.filter(({ regime }) => regime === id);
    if (applies === 'yes' || id === home)
      lines.push('', `${id}${variant === null ? '' : ` (${variant})`}`, ...duties.flatMap((duty) => dutyInWords(duty, timeZone)));
  }
  const may = assessment.duties.filter(({ regime, answer }) => asked.has(regime) && regime !== home && answer !== 'no');
  if (may.length > 0) lines.push('', `May apply too, depending on where people live and what the organisation does: ${idsOf(may)}`);
  const not = assessment.regimes.filter(({ applies }) => applies === 'no');
  if (not.length > 0) lines.push('', `Do not apply: ${not.map(({ id }) => id).join(', ')}`);
  lines.push(...questionsInWords(assessment));
  for (const { fact, value } of assessment.assumed)
    lines.push(`Taken to hold, since nobody stated it: ${fact} = ${String(value) || 'none'}`);
  lines.push('', assessment.notice, '');
  return lines.join('\n');
}

function idsOf(duties: readonly Row[]): string {
  return [...new Set(duties.map(({ regime }) => regime))].join(', ');
}

const saidWords = { yes: '', no: 'not so: ', ask: 'not known: ' } as const;

function dutyInWords(duty: Row, timeZone: string): string[] {
  const stage = duty.stage === null ? '' : `, ${duty.stage}`;
  return [
    `  ${headings[duty.to] ?? duty.to}${stage}: ${duty.answer.toUpperCase()}`,
    ...(duty.deadline ? [`    ${deadlineText(duty.deadline, timeZone)}`] : []),
    ...duty.reasons.map((reason) => `    ${reason.rule.padEnd(14)} ${saidWords[reason.holds ?? 'yes']}${reason.text}`),
    ...(duty.missing.length > 0 ? [`    its notice still lacks: ${duty.missing.join(', ')}`] : []),
  ];
}

function questionsInWords({ duties }: Assessment): string[] {
  const open = duties.filter((duty) => duty.answer === 'ask');
  const asked = Map.groupBy(
    open.flatMap((duty) => duty.questions.map((question) => ({ ...question, for: `${duty.regime} ${duty.to}` }))),
    (question) => question.fact,
  );
  const lines = [...asked].map(([fact, questions]) => {
    const forWhom = [...new Set(questions.map((question) => question.for))];
    const shown = forWhom.length > 4 ? `${forWhom.slice(0, 4).join(', ')} and ${forWhom.length - 4} more` : forWhom.join(', ');
    return `  ?  ${fact} (${shown}): ${questions[0]?.asks ?? ''}`;
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

function deadlineText({ anchor, at, left }: NonNullable<Row['deadline']>, timeZone: string): string {
  if (at === null || left === null) return `by: unknown, because \`${anchor}\` is not stated; the clock may be running`;
  const hours = Math.abs(left) / 3600;
  const text = left >= 0 ? `${hours.toFixed(1)} h left` : `${hours.toFixed(1)} h late`;
  return `by ${showIn(new Date(at), timeZone)} at the latest (${text})`;
}
