import { ruleFiles } from '#engines/data/rule-files.ts';
import { type CompiledRule, readRules } from '#sigma/index.ts';

let bundled: readonly CompiledRule[] | null = null;

/** The bundled rules of data/rules, compiled once. Throws when one of them is not valid: shipped rules are tested. */
export function bundledRules(): readonly CompiledRule[] {
  if (bundled === null) {
    const { rules, problems } = readRules(ruleFiles());
    const [problem] = problems;
    if (problem) throw new Error(`${problem.file}, line ${problem.line}: ${problem.reason}`);
    bundled = rules;
  }
  return bundled;
}
