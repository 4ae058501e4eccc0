import { raw } from 'hono/html';
import { inUnits } from '../../gate/compare-measures.ts';
import type { GateReport } from '../../gate/judge-gate.ts';
import type { JudgedItem } from '../../gate/types.ts';
import { REPORT_POLICY, REPORT_STYLE } from '../report-style.ts';
import { acceptanceWords, componentLines, shrinkLines, standingWords, todayOf, verdictOf } from './gate-words.ts';

/** One page of HTML without scripts, to be kept with the build. */
export function toGateHtml(result: GateReport): string {
  const { inspection, decision, journeys, unknown, level } = result;
  const today = todayOf(result);
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content={REPORT_POLICY} />
        <title>
          {verdictOf(result)}, {inspection.target}
        </title>
        <style>{raw(REPORT_STYLE)}</style>
      </head>
      <body>
        <h1>{verdictOf(result)}</h1>
        <p>
          {inspection.target}, {inspection.startedAt}. {level} and above fail.
          {result.compared ? '' : ' There is no baseline to compare with: everything counts as new.'}
        </p>
        {journeys
          .filter(({ outcome }) => outcome !== 'passed')
          .map(({ name, outcome, reason }) => (
            <section class={outcome === 'failed' ? 'high' : 'unknown'}>
              <h2>
                Journey {name} {outcome === 'failed' ? 'failed' : 'could not be made'}
              </h2>
              <p>{reason}</p>
            </section>
          ))}
        {decision.failing.map((item) => (
          <Failing item={item} />
        ))}
        {unknown.map(({ id, reason }) => (
          <section class="unknown">
            <h2>{id} could not be checked</h2>
            <p>{reason}</p>
          </section>
        ))}
        <Fold
          heading="Known"
          lines={decision.known.map((item) => `${lineOf(item)}${item.entry === null ? '' : ` (${acceptanceWords(item.entry, today)})`}`)}
        />
        <Fold heading="New or worse, below the level" lines={decision.below.map(lineOf)} />
        <Fold
          heading="Known, not looked at this time"
          lines={decision.unchecked.map(({ check, title, key }) => `${check}: ${title || key}`)}
        />
        <Fold heading="Baseline can shrink" lines={shrinkLines(result)} />
        <Fold heading="Components" lines={componentLines(result)} />
        <Budgets rows={result.budgets} />
        <Fold
          heading="Journeys that passed"
          lines={journeys.filter(({ outcome }) => outcome === 'passed').map(({ name, reason }) => `${name}: ${reason}`)}
        />
      </body>
    </html>
  );
  return `<!doctype html>${String(page)}\n`;
}

function lineOf({ severity, check, title }: JudgedItem): string {
  return `${severity} ${check}: ${title}`;
}

function Failing({ item }: { readonly item: JudgedItem }) {
  return (
    <section class={item.severity}>
      <h2>{item.title}</h2>
      <p>
        {item.severity}, {standingWords(item)}: {item.check}, {item.where}
      </p>
      <ul>
        {item.evidence.map((text) => (
          <li>
            <code>{text}</code>
          </li>
        ))}
      </ul>
      {item.fix.split('\n').map((line) => (
        <p>{line}</p>
      ))}
    </section>
  );
}

function Fold({ heading, lines }: { readonly heading: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details open={lines.length <= 5}>
      <summary>
        {heading} ({lines.length})
      </summary>
      <ul>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </details>
  );
}

function Budgets({ rows }: { readonly rows: GateReport['budgets'] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h2>Weight and speed</h2>
      <div class="wide">
        <table>
          <thead>
            <tr>
              {['page', 'figure', 'now', 'before', 'passes up to', ''].map((word) => (
                <th scope="col">{word}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ page, figure, value, before, most, outcome }) => (
              <tr>
                <td>{page}</td>
                <td>{figure}</td>
                <td>{value === null ? 'unknown' : inUnits(figure, value)}</td>
                <td>{before === null ? '' : inUnits(figure, before)}</td>
                <td>{most === null ? '' : inUnits(figure, most)}</td>
                <td>{{ fail: 'too much', pass: 'fine', unknown: 'unknown', none: 'nothing to compare with' }[outcome]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
