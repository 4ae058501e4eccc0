import { CspEvaluator } from 'csp_evaluator';
import { Severity as CspSeverity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { type Check, found, pass } from '../check.ts';
import { headerText, withHome } from '../read-home.ts';

/** Whether there is a content security policy, and whether scripts can get around it (judged by csp_evaluator). */
export const csp: Check = {
  meta: {
    id: 'csp',
    area: 'headers',
    title: 'A content security policy limits scripts',
    severity: 'medium',
    requires: ['home'],
    owner: 'A single line smuggled into a page can load a card thief; a policy would stop it.',
    remedy:
      'Send a Content-Security-Policy with nonces or hashes for scripts, object-src ‘none’ and base-uri ‘none’; start in report-only mode.',
    references: ['CWE-1021', 'CWE-79', 'ASVS 5.0 3.4.3', 'WSTG-CONF-12', 'PCI DSS 4.0.1 6.4.3'],
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
      if (holes.length === 0) return pass(headerText('Content-Security-Policy', policy));
      const evidence = holes.map((hole) => ({
        kind: 'header' as const,
        text: `${hole.directive}${hole.value ? ` ${hole.value}` : ''}: ${hole.description}`,
      }));
      return found([{ ...base, key: 'holes', severity: 'low', title: 'The content security policy can be got around', evidence }]);
    }),
};
