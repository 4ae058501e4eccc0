import type { Exchange } from '../../inspection.ts';
import type { Check, CheckMeta } from '../check.ts';
import { found, pass } from '../check.ts';
import { headerText, withHome } from '../read-home.ts';

interface HeaderRule {
  readonly meta: CheckMeta;
  readonly header: string;
  readonly missing: string;
  isFine(home: Exchange): boolean;
}

/** A check that one header of the home page says the right thing. */
export function headerCheck(rule: HeaderRule): Check {
  return {
    meta: rule.meta,
    judge: (inspection) =>
      withHome(inspection, (home) => {
        const text = headerText(rule.header, home.headers[rule.header.toLowerCase()]);
        if (rule.isFine(home)) return pass(text);
        const { severity } = rule.meta;
        return found([{ key: 'home', severity, title: rule.missing, url: home.finalUrl, evidence: [{ kind: 'header', text }] }]);
      }),
  };
}
