import { raw } from 'hono/html';
import { compareSeverity, type Outcome } from '#kernel/outcome.ts';
import { inWords, scoreOf } from '../checks/score-of.ts';
import { platformOf } from '../components/platforms/platform-of.ts';
import { platformWords } from '../components/platforms/recognise-platform.ts';
import { type InspectionReport, scriptsOf } from './inspection-report.ts';
import { REPORT_POLICY, REPORT_STYLE } from './report-style.ts';

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
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Inspection of {inspection.target}</title>
        <meta http-equiv="Content-Security-Policy" content={REPORT_POLICY} />
        <style>{raw(REPORT_STYLE)}</style>
      </head>
      <body>
        <h1>
          {weaknesses.length} to mend, {report.counts.unknown} could not be checked, {report.counts.pass} fine
        </h1>
        <p>
          {inspection.target}, {inspection.startedAt}. Score {inWords(scoreOf(report))}. Platform: {platformWords(platformOf(inspection))}.
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
            {weakness.remedy.split('\n').map((line) => (
              <p>{line}</p>
            ))}
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
              <td>{script.runsIn === undefined ? script.url : `${script.url} (in the ${script.runsIn.kind} ${script.runsIn.url})`}</td>
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
