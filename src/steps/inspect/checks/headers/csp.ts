import { CspEvaluator } from 'csp_evaluator';
import { Severity as CspSeverity, Type as CspType } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import type { Inspection } from '../../inspection.ts';
import { type Check, found, pass, type Weakness } from '../check.ts';
import { pagesOf, type SeenPage } from '../pages-of.ts';
import { headerText, withHome } from '../read-home.ts';
import { noncesOf, readPolicies } from './read-policies.ts';

/** Whether there is a content security policy on each page that was looked at, and whether scripts can get around all of them (judged by csp_evaluator). */
export const csp: Check = {
  meta: {
    id: 'csp',
    area: 'headers',
    title: 'A content security policy limits scripts',
    severity: 'medium',
    requires: ['home', 'pages', 'homeAgain'],
    owner: 'A single line smuggled into a page can load a card thief; a policy would stop it.',
    remedy:
      'Send a Content-Security-Policy with nonces or hashes for scripts, object-src ‘none’ and base-uri ‘none’; start in report-only mode.',
    remedies: {
      magento: 'Module Magento_Csp: set csp/mode/…/report_only to 0 per area when its reports are clean.',
      shopware: 'Plugin or web server; Shopware 6.6 and later pass a nonce to templates (csp_nonce).',
      wordpress: 'Send it by the web server; themes and plugins with inline scripts need nonces first.',
      nginx: 'add_header Content-Security-Policy "…" always;',
    },
    references: ['CWE-1021', 'CWE-79', 'ASVS 5.0 3.4.3', 'WSTG-CONF-12', 'PCI DSS 4.0.1 6.4.3'],
  },
  judge: (inspection) =>
    withHome(inspection, (home) => {
      const seen = pagesOf(inspection);
      const pages: readonly SeenPage[] = seen.length > 0 ? seen : [{ kind: 'home', page: home }];
      const [first = [], ...others] = pages.map(judgePage);
      // What is wrong everywhere is told once, for the home page.
      const known = new Set(first.map(isHole));
      const weaknesses = [...first, ...others.flat().filter((weakness) => !known.has(isHole(weakness))), ...reusedNonces(inspection)];
      if (weaknesses.length > 0) return found(weaknesses);
      return pass(
        `${headerText('Content-Security-Policy', readPolicies(home).enforced.join(', '))} (${pages.map(({ kind }) => kind).join(', ')})`,
      );
    }),
};

function judgePage({ kind, page }: SeenPage): Weakness[] {
  const { enforced, reported } = readPolicies(page);
  const suffix = kind === 'home' ? '' : ` ${kind}`;
  if (enforced.length === 0) {
    const isWatched = reported.length > 0;
    const title = isWatched ? 'The content security policy only reports, it stops nothing' : 'There is no content security policy';
    const text = isWatched
      ? headerText('Content-Security-Policy-Report-Only', reported.join(', '))
      : headerText('Content-Security-Policy', undefined);
    return [
      {
        key: kind,
        severity: isWatched ? 'low' : 'medium',
        title: `${title}${where(kind)}`,
        url: page.finalUrl,
        evidence: [{ kind: 'header', text }],
      },
    ];
  }
  const holes = commonHoles(enforced);
  if (holes.length === 0) return [];
  const evidence = holes.map((text) => ({ kind: 'header' as const, text }));
  return [
    {
      key: `holes${suffix}`,
      severity: 'low',
      title: `The content security policy can be got around${where(kind)}`,
      url: page.finalUrl,
      evidence,
    },
  ];
}

function isHole({ key }: Weakness): boolean {
  return key.startsWith('holes');
}

function where(kind: SeenPage['kind']): string {
  return kind === 'home' ? '' : ` on the page “${kind}”`;
}

/** A hole counts only when every policy has it: each of them must let a script pass. */
function commonHoles(policies: readonly string[]): readonly string[] {
  const each = policies.map((policy) => new CspEvaluator(new CspParser(policy).csp).evaluate().filter(isHoleOf));
  const [first = [], ...rest] = each;
  return first
    .filter((hole) => rest.every((others) => others.some(({ type, directive }) => type === hole.type && directive === hole.directive)))
    .map(({ directive, value, description }) => `${directive}${value ? ` ${value}` : ''}: ${description}`);
}

function isHoleOf({ severity, type }: { readonly severity: CspSeverity; readonly type: CspType }): boolean {
  return severity === CspSeverity.HIGH || severity === CspSeverity.MEDIUM || type === CspType.SCRIPT_UNSAFE_EVAL;
}

function reusedNonces({ home, homeAgain }: Inspection): Weakness[] {
  if (home.kind !== 'got' || homeAgain?.kind !== 'got') return [];
  const [before, after] = [home.value, homeAgain.value].map((page) => noncesOf(readPolicies(page).enforced));
  if (!before?.some((nonce) => after?.includes(nonce))) return [];
  const evidence = [{ kind: 'header' as const, text: 'two loads of the home page named the same nonce' }];
  return [
    {
      key: 'nonce',
      severity: 'medium',
      title: 'The nonce of the content security policy does not change: whoever knows it gets around it',
      url: home.value.finalUrl,
      evidence,
    },
  ];
}
