import { compareSeverity, type Outcome } from '#kernel/outcome.ts';
import { inWords, scoreOf } from '../checks/score-of.ts';
import { type InspectionReport, scriptsOf } from './inspection-report.ts';

/** One page of HTML without scripts, to be kept or mailed. */
export function toHtml(result: InspectionReport): string {
  const { inspection, report } = result;
  const weaknesses = report.results
    .flatMap((item) => item.weaknesses.map((weakness) => ({ ...weakness, remedy: weakness.remedy ?? item.check.remedy })))
    .sort((a, b) => compareSeverity(b.severity, a.severity));
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Inspection of {inspection.target}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <h1>
          {weaknesses.length} to mend, {report.counts.unknown} could not be checked, {report.counts.pass} fine
        </h1>
        <p>
          {inspection.target}, {inspection.startedAt}. Score {inWords(scoreOf(report))}.
        </p>
        {weaknesses.map((weakness) => (
          <section class={weakness.severity}>
            <h2>{weakness.title}</h2>
            <p>
              {weakness.severity}: {weakness.url}
            </p>
            <ul>
              {weakness.evidence.map((item) => (
                <li>
                  <code>{item.text}</code>
                </li>
              ))}
            </ul>
            <p>{weakness.remedy}</p>
          </section>
        ))}
        <h2>Everything that was checked</h2>
        <table>
          {report.results.map((item) => (
            <tr>
              <td>{words[item.outcome]}</td>
              <td>{item.check.title}</td>
              <td>{item.evidence[0]?.text}</td>
            </tr>
          ))}
        </table>
        {scriptsOf(result).length > 0 && <h2>Scripts on the payment page</h2>}
        <table>
          {scriptsOf(result).map((script) => (
            <tr>
              <td>{script.party}</td>
              <td>{script.url}</td>
              <td>{script.bytes}</td>
              <td>
                <code>{script.hash}</code>
              </td>
            </tr>
          ))}
        </table>
      </body>
    </html>
  );
  return `<!doctype html>${String(page)}\n`;
}

const words: Readonly<Record<Outcome, string>> = {
  pass: 'fine',
  fail: 'to mend',
  warn: 'to mend',
  unknown: 'could not be checked',
  notApplicable: 'does not apply',
};

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fbf8f2}
section{border-left:.4rem solid #b98a2f;padding:.1rem 1rem;margin:1rem 0;background:#fff}section.critical,section.high{border-color:#b3261e}
section.low,section.info{border-color:#8a8577}td{padding:.2rem .8rem .2rem 0;vertical-align:top}code{overflow-wrap:anywhere}`;
