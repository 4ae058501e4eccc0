import { readRuleFolder } from '#engines/data/rule-files.ts';
import { type RuleProblem, readRules } from '#sigma/index.ts';
import { describeRule, type MeasuredCost, measureCost } from '#steps/detect/index.ts';
import { exitCodes } from '../exit-codes.ts';

const COST = {
  texts: 'searched by its texts',
  condition: 'searched by a condition',
  everywhere: 'EXPENSIVE: judged on every row',
  never: 'can never match: it asks for fields that requests here do not have',
};

/** Reads the rules of a folder and tells which are not valid, where each would run, and what it costs. */
export async function checkRules(folder: string, json: boolean): Promise<void> {
  const files = await readRuleFolder(folder);
  const { rules, correlations, problems } = readRules(files);
  const told = [
    ...rules.map((one) => ({ kind: one.kind, ...headOf(one), ...describeRule(one), cost: measureCost(one, () => performance.now()) })),
    ...correlations.map((one) => ({ kind: one.kind, ...headOf(one), type: one.type, members: one.members })),
  ];
  if (json) {
    process.stdout.write(`${JSON.stringify({ schema: 'shopbell.rules.check/1', files: files.length, rules: told, problems })}\n`);
  } else {
    for (const one of told) {
      const how = !('search' in one)
        ? `counts ${one.members.length} ${one.members.length === 1 ? 'rule' : 'rules'} (${one.type})`
        : one.search === null
          ? 'valid, but its log source is not stored here'
          : `${one.source}, ${COST[one.search]}${one.missing.length > 0 ? ` (not logged here: ${one.missing.join(', ')})` : ''}${costInWords(one.cost)}`;
      process.stdout.write(`${one.file}:${one.line}  ${one.title}\n    ${how}\n`);
    }
    tellProblems(problems);
    process.stdout.write(`${files.length} files: ${told.length} rules valid, ${problems.length} problems.\n`);
  }
  process.exitCode = problems.length > 0 ? exitCodes.found : exitCodes.fine;
}

/** Only what is too much is told: of most rules nothing has to be judged. */
export function costInWords(cost: MeasuredCost | null): string {
  if (cost === null || !cost.isExpensive) return '';
  const share = Math.round(cost.judged * 100);
  return `; TOO EXPENSIVE: judged on ${share} % of ordinary requests, ${cost.micros} µs each`;
}

function headOf(one: {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly rule: { readonly title: string; readonly level: string };
}): {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly file: string;
  readonly line: number;
} {
  return { id: one.key, title: one.rule.title, level: one.rule.level, file: one.file, line: one.line };
}

/** Prints problems for people, on stderr. */
export function tellProblems(problems: readonly RuleProblem[]): void {
  for (const { file, line, rule, reason } of problems)
    process.stderr.write(`${file}:${line}  ${rule === '' ? '' : `${rule}: `}${reason}\n`);
}
