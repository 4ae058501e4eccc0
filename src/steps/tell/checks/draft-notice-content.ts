import type { DataCategory } from '#kernel/people.ts';
import { addMs, DAY } from '#kernel/time.ts';
import type { Advice, NoticeTables } from '../tables.ts';
import type { Notice } from './notice.ts';
import { fillOnce } from './render-letter.ts';

/** What a draft is made from: stated facts of the case and the shop's own data. `null` is unknown and says so in the text. */
export interface DraftInput {
  readonly brand: string;
  readonly risk: Notice['risk'];
  readonly cause: string | null;
  readonly confidentiality: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly discovered: Date | null;
  readonly timeZone: string;
  readonly affected: readonly DataCategory[];
  /** Whether it is known of every touched record whose it is. */
  readonly everybodyKnown: boolean;
  /** What was done already, in a sentence that a person wrote; null when nobody has. */
  readonly remedies: string | null;
  readonly contact: { readonly name: string; readonly address: string; readonly phone: string; readonly postal?: string };
  readonly privacyContact: { readonly name: string; readonly address: string };
  readonly links: Notice['links'];
  readonly now: Date;
}

const UNKNOWN_DAY = 'a day we do not know yet';
const MAX_STEPS = 5;
const MAX_STEPS_FOR_MANY = 4;
const MAX_CONSEQUENCES = 2;
/** From so many kinds of data on, the list itself takes the room of a second consequence and a fifth step. */
const MANY_KINDS = 7;

/** The first text of a notice, from facts and templates. Pure; every claim carries how certain it is. */
export function draftNoticeContent(input: DraftInput, tables: NoticeTables): Notice {
  const { template } = tables;
  const say = (text: string, values: Record<string, string>) => fillOnce(text, values);
  const when = (at: Date | null) => (at ? dayOf(at, input.timeZone) : UNKNOWN_DAY);
  const happened = say(template.happened[input.cause ?? 'unknown'] ?? template.happened.unknown ?? '', {
    period: periodOf(input, tables),
    discovered: when(input.discovered ?? input.now),
  });
  const nextUpdateBy = addMs(input.now, 6 * DAY);
  const advice = adviceFor(input.affected, tables.advice);
  const subject = say(template.subject, { brand: input.brand });
  const recipients = template.recipients[input.confidentiality ?? 'unknown'] ?? template.recipients.unknown ?? '';
  return {
    schema: 'shopbell-notice/1',
    language: template.language,
    brand: input.brand,
    risk: input.risk,
    subject: subject.length <= tables.checks.gates.en.subject ? subject : say(template.subject_short, { brand: input.brand }),
    greeting: template.greeting,
    greetingUnnamed: template.greeting_unnamed,
    opening: say(template.opening, { brand: input.brand }),
    headings: template.headings,
    happened,
    affectedIntro: template.affected,
    affected: [...input.affected],
    notAffectedIntro: template.not_affected,
    notAffected: [],
    recipients,
    consequences: consequencesOf(advice, input.affected.length < MANY_KINDS ? MAX_CONSEQUENCES : 1),
    steps: stepsOf(advice, input.affected.length < MANY_KINDS ? MAX_STEPS : MAX_STEPS_FOR_MANY),
    taken: input.remedies ?? (input.everybodyKnown ? template.taken : template.taken_partial),
    prevention: template.prevention,
    authenticity: template.authenticity,
    neverAsk: template.never_ask,
    contact: contactText(input, tables),
    contactPoint: { name: input.contact.name, address: input.contact.address, phone: input.contact.phone },
    privacyPoint: { ...input.privacyContact, phone: '' },
    complaint: template.complaint,
    next: say(template.next, { date: dayOf(nextUpdateBy, input.timeZone) }),
    nextUpdateBy: nextUpdateBy.toISOString(),
    claims: claimsOf(input, happened, recipients),
    links: input.links,
  };
}

function adviceFor(affected: readonly DataCategory[], advice: readonly Advice[]): Advice[] {
  return advice.filter((block) => block.categories.some((category) => affected.includes(category))).sort((a, b) => a.urgency - b.urgency);
}

function consequencesOf(advice: readonly Advice[], most: number): Notice['consequences'] {
  return advice
    .flatMap((block) => {
      const means = block.languages.en.means;
      return means === undefined ? [] : [{ text: means, for: block.categories }];
    })
    .slice(0, most);
}

/** One step of every block first, most urgent blocks first; then second steps while there is room. When there is no room the last share one. */
function stepsOf(advice: readonly Advice[], most: number): Notice['steps'] {
  const rows = (at: number) =>
    advice.flatMap((block) => {
      const step = block.languages.en.steps[at];
      return step ? [{ ...step, for: [...block.categories] }] : [];
    });
  const first = rows(0);
  const kept = [...first.slice(0, most), ...rows(1).slice(0, Math.max(0, most - first.length))];
  const last = kept[most - 1];
  if (last && first.length > most) last.for.push(...first.slice(most).flatMap((step) => step.for));
  return kept;
}

function contactText(input: DraftInput, tables: NoticeTables): string {
  const { template } = tables;
  const lines = [fillOnce(template.contact, { contact: input.contact.name, address: input.contact.address })];
  if (input.contact.phone !== '') lines.push(fillOnce(template.contact_phone, { phone: input.contact.phone }));
  if (input.contact.postal) lines.push(fillOnce(template.contact_postal, { postal: input.contact.postal }));
  lines.push(fillOnce(template.privacy, { privacy: input.privacyContact.name, privacyAddress: input.privacyContact.address }));
  return lines.join(' ');
}

function claimsOf(input: DraftInput, happened: string, recipients: string): Notice['claims'] {
  const known = input.cause !== null && input.from !== null && input.to !== null;
  return [
    { text: happened, status: known ? 'confirmed' : 'unknown' },
    { text: recipients, status: input.confidentiality === 'known-recipients' ? 'confirmed' : 'unknown' },
  ];
}

/** When it happened, without saying a day or a minute twice. An unknown end stays in the text. */
function periodOf({ from, to, timeZone }: DraftInput, { template }: NoticeTables): string {
  if (from === null || to === null || dateOf(from, timeZone) !== dateOf(to, timeZone)) {
    const when = (at: Date | null) => (at ? dayOf(at, timeZone) : UNKNOWN_DAY);
    return fillOnce(template.period.days, { from: when(from), to: when(to) });
  }
  const clock = { day: dateOf(from, timeZone), from: clockOf(from, timeZone), to: clockOf(to, timeZone) };
  return fillOnce(clock.from === clock.to ? template.period.moment : template.period.hours, clock);
}

function dateOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

function clockOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
}

function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}
