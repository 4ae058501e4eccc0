import { dataCategories } from '#kernel/people.ts';
import type { NoticeTables } from '../tables.ts';
import { allTexts } from './lint-content.ts';
import { type Finding, fail, type LintContext, pass } from './lint-result.ts';
import { measureReadability, wordsOf } from './measure-readability.ts';
import type { Notice } from './notice.ts';
import { letterBlocks, renderLetter } from './render-letter.ts';

/** The checks of how a notice speaks. Read on the longest letter: that of a reader whose data is all affected. */
export function lintWording(notice: Notice, _context: LintContext, tables: NoticeTables): Record<string, Finding> {
  const specimen = { name: 'Specimen Reader', categories: dataCategories, code: '00000-00000' };
  const letter = renderLetter(notice, specimen, tables);
  const prose = letterBlocks(notice, specimen, tables)
    .slice(1, -1)
    .flatMap((block) => (block.kind === 'bullets' || block.kind === 'heading' ? [] : 'items' in block ? block.items : [block.text]))
    .map((line) => (/[.!?]$/.test(line) ? line : `${line}.`))
    .join('\n');
  const everything = allTexts(notice).join('\n').toLowerCase();
  const { words, checks } = tables;
  return {
    N2: none(everything, words.marketing, 'advertising'),
    N4: frontLoading(notice, tables),
    N7: flagged(notice, everything, tables),
    N8: notice.risk === 'low' ? pass : none(everything, words.no_risk, 'plays the risk down'),
    N9: steps(notice, tables),
    N10: length(letter.text, checks.gates.en.words),
    N11: readable(prose, checks.gates.en),
    N12: subject(notice, tables),
    N14: secrets(notice, everything, tables),
    N19: manners(notice, everything, tables),
    N20: sameText(letter.text, letter.html),
  };
}

function none(text: string, phrases: readonly string[], what: string): Finding {
  const found = phrases.filter((phrase) => text.includes(phrase.toLowerCase()));
  return found.length === 0 ? pass : fail(`${what}: “${found.join('”, “')}”`);
}

function frontLoading(notice: Notice, { words }: NoticeTables): Finding {
  const start = wordsOf(notice.opening).slice(0, 40).join(' ').toLowerCase();
  const missing = [
    words.breach.some((word) => start.includes(word)) ? null : 'the breach',
    start.includes(wordsOf(notice.brand).join(' ').toLowerCase()) ? null : 'the shop’s name',
    words.your.some((word) => start.includes(word)) ? null : 'the reader’s data',
  ].filter((what) => what !== null);
  return missing.length === 0 ? pass : fail(`missing: ${missing.join(', ')}`);
}

function flagged(notice: Notice, text: string, { words }: NoticeTables): Finding {
  const proven = notice.claims
    .filter((claim) => claim.evidence !== undefined && claim.evidence.trim() !== '')
    .map((claim) => claim.text.toLowerCase());
  const hits = words.flagged.filter((row) => {
    const phrase = row.phrase.toLowerCase();
    return text.includes(phrase) && !(row.unless === 'evidence' && proven.some((claim) => claim.includes(phrase)));
  });
  return hits.length === 0 ? pass : fail(hits.map((row) => `“${row.phrase}”: ${row.why} ${row.instead}`).join(' '));
}

function steps(notice: Notice, { words, advice }: NoticeTables): Finding {
  const count = notice.steps.length;
  if (count < 1 || count > 5) return fail(`${count} steps`);
  const verbless = notice.steps.filter((step) => !words.verbs.includes((wordsOf(step.text)[0] ?? '').toLowerCase()));
  if (verbless.length > 0) return fail(`does not start with a verb: “${verbless[0]?.text ?? ''}”`);
  const blocks = advice.filter((block) => block.categories.some((category) => notice.affected.includes(category)));
  const bare = blocks.filter((block) => !notice.steps.some((step) => step.for.some((category) => block.categories.includes(category))));
  return bare.length === 0 ? pass : fail(`no step for: ${bare.map((block) => block.id).join(', ')}`);
}

function length(text: string, gate: number): Finding {
  const { words } = measureReadability(text);
  return words <= gate ? pass : fail(`${words} words`);
}

function readable(prose: string, gate: NoticeTables['checks']['gates']['en']): Finding {
  const measured = measureReadability(prose);
  if (measured.words === 0) return fail('no text');
  const problems = [
    measured.grade > gate.grade ? `grade ${measured.grade.toFixed(1)}` : null,
    measured.ease < gate.ease ? `ease ${measured.ease.toFixed(0)}` : null,
    measured.averageSentence > gate.average_sentence ? `sentences of ${measured.averageSentence.toFixed(1)} words on average` : null,
    measured.longestSentence > gate.longest_sentence ? `a sentence of ${measured.longestSentence} words` : null,
  ].filter((problem) => problem !== null);
  return problems.length === 0 ? pass : fail(problems.join(', '));
}

function subject(notice: Notice, { words, checks }: NoticeTables): Finding {
  const text = notice.subject.toLowerCase();
  if ([...notice.subject].length > checks.gates.en.subject) return fail(`${[...notice.subject].length} characters`);
  if (!text.includes(notice.brand.toLowerCase())) return fail('the shop’s name is missing');
  if (!words.subject?.needs.some((phrase) => text.includes(phrase))) return fail('it does not say data breach or personal data');
  const alarm = words.subject.forbidden.filter((phrase) =>
    /^\p{L}+$/u.test(phrase) ? wordsOf(text).includes(phrase) : text.includes(phrase),
  );
  return alarm.length === 0 ? pass : fail(`holds “${alarm.join('”, “')}”`);
}

function secrets(notice: Notice, text: string, { words }: NoticeTables): Finding {
  const rest = text.replace(notice.neverAsk.toLowerCase(), ' ');
  const asked = words.asks_secret.filter((phrase) => rest.includes(phrase));
  if (asked.length > 0) return fail(`asks: “${asked.join('”, “')}”`);
  return notice.neverAsk.toLowerCase().includes(words.never_ask ?? '') && notice.neverAsk !== ''
    ? pass
    : fail('it does not say that we never ask for secrets');
}

function manners(notice: Notice, text: string, { words }: NoticeTables): Finding {
  if (!words.apology.some((word) => notice.opening.toLowerCase().includes(word))) return fail('the opening does not apologise');
  return none(text, [...words.self_praise, 'sophisticated'], 'praise or blame');
}

/** Compares the words of both parts; headings stand in capitals in the plain text. */
function sameText(text: string, html: string): Finding {
  const body = html.slice(html.indexOf('<body>'));
  const shown = body
    .replace(/<[^>]+>/g, ' ')
    .replace(
      /&(amp|lt|gt|quot|#39);/g,
      (entity) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" })[entity] ?? entity,
    );
  const bare = text.replace(/^(\d+\.|-) /gm, '');
  return wordsOf(shown).join(' ').toLowerCase() === wordsOf(bare).join(' ').toLowerCase() ? pass : fail('the two parts differ');
}
