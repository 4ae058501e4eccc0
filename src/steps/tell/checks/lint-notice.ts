import type { NoticeTables } from '../tables.ts';
import { lintContent } from './lint-content.ts';
import type { Finding, LintContext, LintResult } from './lint-result.ts';
import { lintWording } from './lint-wording.ts';
import type { Notice } from './notice.ts';

/** Every check of the catalogue on one notice. Never throws on a notice that has its shape. Pure. */
export function lintNotice(notice: Notice, context: LintContext, tables: NoticeTables): LintResult[] {
  const findings: Readonly<Record<string, Finding>> = { ...lintContent(notice, context), ...lintWording(notice, context, tables) };
  return tables.checks.checks.map((check) => {
    const [outcome, detail] = findings[check.id] ?? (['unknown', 'a person must look at this'] as const);
    return { id: check.id, outcome, rule: check.rule, detail, mend: outcome === 'pass' ? '' : check.mend };
  });
}

/** Whether a notice may be released: nothing fails. What is unknown stays visible beside the button. */
export function isFit(results: readonly LintResult[]): boolean {
  return results.every((result) => result.outcome !== 'fail');
}
