import { DAY } from '#kernel/time.ts';
import { headingNames } from '../tables.ts';
import { type Finding, fail, type LintContext, pass } from './lint-result.ts';
import type { Notice } from './notice.ts';

/** The checks of what a notice holds: its parts, proofs, steps, links and dates. */
export function lintContent(notice: Notice, context: LintContext): Record<string, Finding> {
  return {
    N1: parts(notice),
    N3: order(notice),
    N5: ownData(notice),
    N6: claims(notice),
    N13: links(notice, context),
    N15: authenticity(notice),
    N16: channel(context),
    N17: language(notice, context),
    N22: context.letters ? pass : fail('only a public page is planned'),
    N23: reply(notice),
    N24: nextNews(notice, context),
  };
}

function parts(notice: Notice): Finding {
  const slots: Record<string, boolean> = {
    'what happened': notice.happened.trim() !== '',
    'contact or data-protection officer':
      notice.contact.trim() !== '' && (notice.contactPoint.address !== '' || notice.privacyPoint.address !== ''),
    consequences: notice.consequences.some((row) => row.text.trim() !== ''),
    'measures taken': notice.taken.trim() !== '',
    'measures against a repeat': notice.prevention.trim() !== '',
    'steps for the reader': notice.steps.length > 0,
  };
  const empty = Object.keys(slots).filter((slot) => !slots[slot]);
  return empty.length === 0 ? pass : fail(`empty: ${empty.join(', ')}`);
}

function order(notice: Notice): Finding {
  const empty = headingNames.filter((name) => (notice.headings[name] ?? '').trim() === '');
  if (empty.length > 0) return fail(`no heading for: ${empty.join(', ')}`);
  const texts = { recipients: notice.recipients, authenticity: notice.authenticity, next: notice.next };
  const silent = Object.entries(texts).filter(([, text]) => text.trim() === '');
  return silent.length === 0 ? pass : fail(`no text for: ${silent.map(([name]) => name).join(', ')}`);
}

function ownData(notice: Notice): Finding {
  if (notice.affected.length === 0) return fail('no kind of data is named');
  const both = notice.notAffected.filter((row) => notice.affected.includes(row.category));
  if (both.length > 0) return fail(`named as affected and as not affected: ${both.map((row) => row.category).join(', ')}`);
  const bare = notice.notAffected.filter((row) => row.evidence.trim() === '');
  return bare.length === 0 ? pass : fail(`without evidence: ${bare.map((row) => row.category).join(', ')}`);
}

function claims(notice: Notice): Finding {
  if (notice.claims.length === 0) return fail('no claim is marked');
  const open = notice.claims.some((claim) => claim.status === 'unknown');
  return open && notice.nextUpdateBy === null ? fail('something is unknown and there is no date for the next news') : pass;
}

function links(notice: Notice, context: LintContext): Finding {
  const found = new Set(allTexts(notice).flatMap((text) => text.match(/https?:\/\/[^\s<>"')]+/gi) ?? []));
  for (const [placeholder, link] of Object.entries(notice.links)) {
    if (allTexts(notice).some((text) => text.includes(`{${placeholder}}`))) found.add(link);
  }
  if (found.size > 2) return fail(`${found.size} links`);
  for (const link of found) {
    const url = URL.canParse(link) ? new URL(link) : null;
    if (!url || !context.ownHosts.includes(url.hostname)) return fail(`${link} is not at ${context.ownHosts.join(' or ')}`);
    if (/log-?in|sign-?in|account|checkout|pay(ment)?\b/i.test(url.pathname)) return fail(`${link} leads to a log-in or payment`);
    if (/[?&](utm_|fbclid|gclid|mc_|_hs)/i.test(url.search)) return fail(`${link} is tracked`);
  }
  return pass;
}

function authenticity(notice: Notice): Finding {
  if (!notice.authenticity.includes('{code}')) return fail('the code is missing');
  if (!notice.authenticity.includes('{check}')) return fail('the address of the page that checks the code is missing');
  return pass;
}

function channel(context: LintContext): Finding {
  if (context.mailCompromised === null) return ['unknown', 'nobody has said whether mail was part of the breach'];
  return context.mailCompromised ? fail('mail was part of the breach') : pass;
}

function language(notice: Notice, context: LintContext): Finding {
  if (context.languages === null) return ['unknown', 'the readers’ languages are not known'];
  const others = context.languages.filter((tag) => tag.split('-')[0] !== notice.language);
  return others.length === 0 ? pass : ['unknown', `readers of ${others.join(', ')} would get it in ${notice.language}`];
}

function reply(notice: Notice): Finding {
  const { address } = notice.contactPoint;
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)) return fail('no address to answer to');
  return /no-?reply|do-?not-?reply/i.test(address) ? fail(`${address} is not read`) : pass;
}

function nextNews(notice: Notice, context: LintContext): Finding {
  if (notice.nextUpdateBy === null)
    return /last (message|letter)|closed/i.test(notice.next) ? pass : fail('no date and no closing sentence');
  const until = new Date(notice.nextUpdateBy).getTime() - context.now.getTime();
  return until <= 7 * DAY ? pass : fail(`the date is ${Math.ceil(until / DAY)} days away`);
}

/** Every text of a notice that a reader can meet. */
export function allTexts(notice: Notice): string[] {
  const steps = notice.steps.map((step) => step.text);
  const { subject, opening, happened, affectedIntro, recipients, taken, prevention, authenticity, neverAsk, contact, complaint, next } =
    notice;
  const consequences = notice.consequences.map((row) => row.text);
  return [
    subject,
    opening,
    happened,
    affectedIntro,
    recipients,
    ...consequences,
    ...steps,
    taken,
    prevention,
    authenticity,
    neverAsk,
    contact,
    complaint,
    next,
  ];
}
