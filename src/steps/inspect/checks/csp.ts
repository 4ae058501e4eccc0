import { CspEvaluator } from 'csp_evaluator';
import { Severity as CspSeverity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { type Check, found, ok } from './check.ts';
import { headerText, withHome } from './read-home.ts';

/** Whether there is a content security policy, and whether scripts can get around it (judged by csp_evaluator). */
export const csp: Check = {
  meta: {
    id: 'csp',
    title: 'A content security policy limits scripts',
    severity: 'medium',
    requires: ['home'],
    remedy:
      'Send a Content-Security-Policy with nonces or hashes for scripts, object-src ‘none’ and base-uri ‘none’; start in report-only mode.',
  },
  judge: (inspection) =>
    withHome(inspection, (home) => {
      const policy = home.headers['content-security-policy'];
      const watched = home.headers['content-security-policy-report-only'];
      const base = { key: 'home', url: home.finalUrl };
      if (policy === undefined) {
        const title =
          watched === undefined ? 'There is no content security policy' : 'The content security policy only reports, it stops nothing';
        const text =
          watched === undefined
            ? headerText('Content-Security-Policy', undefined)
            : headerText('Content-Security-Policy-Report-Only', watched);
        return found([{ ...base, severity: watched === undefined ? 'medium' : 'low', title, evidence: [{ kind: 'header', text }] }]);
      }
      const holes = new CspEvaluator(new CspParser(policy).csp)
        .evaluate()
        .filter((finding) => finding.severity === CspSeverity.HIGH || finding.severity === CspSeverity.MEDIUM);
      if (holes.length === 0) return ok(headerText('Content-Security-Policy', policy));
      const evidence = holes.map((hole) => ({
        kind: 'header' as const,
        text: `${hole.directive}${hole.value ? ` ${hole.value}` : ''}: ${hole.description}`,
      }));
      return found([{ ...base, key: 'holes', severity: 'low', title: 'The content security policy can be got around', evidence }]);
    }),
};
