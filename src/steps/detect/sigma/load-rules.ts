import { parseAllDocuments } from 'yaml';
import { ruleFiles } from '#engines/data/rule-files.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { ruleShape } from './rule-shape.ts';

let bundled: readonly CompiledRule[] | null = null;

/** The bundled rules of data/rules, compiled once. Throws when one of them is not valid: shipped rules are tested. */
export function bundledRules(): readonly CompiledRule[] {
  bundled ??= ruleFiles().flatMap((file) => parseRules(file.text));
  return bundled;
}

/** Parses and compiles every rule of a YAML text with one or more documents. Throws with the reason. */
export function parseRules(text: string): CompiledRule[] {
  return parseAllDocuments(text).map((document) => {
    const [problem] = document.errors;
    if (problem) throw problem;
    return compileRule(ruleShape.parse(document.toJS()));
  });
}
