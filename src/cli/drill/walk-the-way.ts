import type { RunningShopbell } from '#app/start-shopbell.ts';
import type { LedgerEntry } from '#kernel/event.ts';
import type { CaseId, IncidentId, NoticeId, SignalId } from '#kernel/ids.ts';
import { SECOND } from '#kernel/time.ts';
import type { AttackTruth } from '#practice-shop/attacks/attack-truth.ts';
import type { PracticeShop } from '#practice-shop/open-practice-shop.ts';
import { caseOpened, decisionMade, factsStated, registerWritten, severityAssessed } from '#steps/decide/events.ts';
import { findCase, makeDecision, readProposal } from '#steps/decide/index.ts';
import { signalGrew, signalRaised } from '#steps/detect/events.ts';
import { incidentContained, incidentOpened, pageSent } from '#steps/respond/events.ts';
import { acknowledgeIncident, containIncident } from '#steps/respond/index.ts';
import { letterDelivered, noticeDrafted, noticeReleased, pagePublished, roundFinished } from '#steps/tell/events.ts';
import { releaseNotice } from '#steps/tell/index.ts';
import type { LedgerFollower } from './follow-ledger.ts';
import type { Rehearsal } from './set-up-shop.ts';

export interface Walk {
  readonly running: RunningShopbell;
  readonly rehearsal: Rehearsal;
  readonly ledger: LedgerFollower;
  readonly practice: PracticeShop;
  readonly attack: Promise<AttackTruth>;
  readonly say: (line: string) => void;
}

/** When each station was reached and what it is called; null where it never was. */
export interface Way {
  readonly signal: { readonly id: SignalId; readonly at: Date } | null;
  readonly incident: { readonly id: IncidentId; readonly at: Date } | null;
  readonly pageSentAt: Date | null;
  readonly case: { readonly id: CaseId; readonly at: Date; readonly awareAt: string; readonly deadline: string } | null;
  readonly assessedAt: Date | null;
  readonly decision: LedgerEntry | null;
  readonly notice: { readonly id: NoticeId; readonly at: Date } | null;
  readonly releasedAt: Date | null;
  readonly firstLetterAt: Date | null;
  readonly lastLetterAt: Date | null;
  readonly letters: { readonly delivered: number; readonly failed: number; readonly withoutAddress: number } | null;
  readonly publicPath: string | null;
  readonly publishedAt: Date | null;
  readonly register: { readonly number: string; readonly at: Date } | null;
}

const SOON = 20 * SECOND;
const QUIET_MS = 6_000;

/** Follows the attack through every step and does what people do on the way: answer the page, contain, decide, release. */
export async function walkTheWay(walk: Walk): Promise<Way> {
  const { ledger } = walk;
  const raised = await ledger.first(signalRaised, SOON, (signal) => signal.touched.some((kind) => kind.kind === 'order'));
  walk.say(raised ? `drill: signal: ${raised.payload.title}` : 'drill: no signal came');
  const signal = raised ? { id: raised.payload.signal, at: raised.at } : null;
  const opened = signal && (await ledger.first(incidentOpened, SOON, (incident) => incident.source.id === signal.id));
  const incident = opened ? { id: opened.payload.incident, at: opened.at } : null;
  const paged = incident && (await ledger.first(pageSent, SOON, (page) => page.incident === incident.id));
  const open = incident && (await ledger.first(caseOpened, SOON, (one) => one.incident === incident.id));
  const assessed = open && (await ledger.first(severityAssessed, SOON, (one) => one.case === open.payload.case));
  if (incident) await answerAndContain(walk, incident.id);
  await walk.attack;
  await untilQuiet(walk);
  const caseId = open?.payload.case ?? null;
  const decision = caseId && (await decide(walk, caseId));
  const register = caseId && (await ledger.first(registerWritten, SOON, (one) => one.case === caseId));
  const drafted = caseId && (await ledger.first(noticeDrafted, SOON, (one) => one.case === caseId));
  const told = drafted ? await release(walk, drafted.payload.notice, drafted.payload.version) : nothingTold;
  return {
    signal,
    incident,
    pageSentAt: paged?.at ?? null,
    case: open ? { id: open.payload.case, at: open.at, awareAt: open.payload.awareAt, deadline: open.payload.deadline } : null,
    assessedAt: assessed?.at ?? null,
    decision: decision || null,
    notice: drafted ? { id: drafted.payload.notice, at: drafted.at } : null,
    register: register ? { number: register.payload.number, at: register.at } : null,
    ...told,
  };
}

/** The engineer answers the page at once and closes the hole when the attack is over, so that its whole truth can be compared. */
async function answerAndContain({ attack, practice, rehearsal }: Walk, incident: IncidentId): Promise<void> {
  const engineer = rehearsal.as('engineer', 'drill-engineer');
  await acknowledgeIncident(engineer, { incident });
  await attack;
  practice.weaknesses.idor = false;
  await containIncident(engineer, { incident, how: 'Order pages now open only for their owner.' });
}

/** A person would wait until the numbers stand still: nothing new about the signal, the containment or the case for a while. */
async function untilQuiet({ running, ledger }: Walk): Promise<void> {
  const { clock } = running.house;
  const last = async (): Promise<number> => {
    const kinds = [await ledger.all(signalGrew), await ledger.all(incidentContained), await ledger.all(factsStated)];
    const entries = kinds.flat();
    return Math.max(0, ...entries.map((entry) => entry.at.getTime()));
  };
  for (const until = clock.ticks() + 30 * SECOND; clock.ticks() < until; await clock.sleep(250)) {
    if (clock.now().getTime() - (await last()) > QUIET_MS) return;
  }
}

/** The privacy officer takes the engine's proposal; where it is still open they decide for telling, with a reason. */
async function decide({ running, rehearsal, ledger, say }: Walk, id: CaseId): Promise<LedgerEntry | null> {
  const officer = rehearsal.as('privacy', 'drill-privacy-officer');
  const row = await running.house.state.inOrg(rehearsal.org, (db) => findCase(db, id));
  const proposal = await running.house.state.inOrg(rehearsal.org, (db) => readProposal(db, id));
  const open = Object.entries(proposal).filter(([, answer]) => answer === 'unknown');
  if (open.length > 0) say(`drill: the engine leaves open: ${open.map(([duty]) => duty).join(', ')}`);
  const answer = (duty: 'register' | 'authority' | 'people'): 'yes' | 'no' => (proposal[duty] === 'no' ? 'no' : 'yes');
  await makeDecision(officer, {
    case: id,
    version: row.version,
    register: answer('register'),
    authority: answer('authority'),
    people: answer('people'),
    reason: open.length > 0 ? 'Not everything is known yet; whoever may be concerned is told.' : '',
  });
  return ledger.first(decisionMade, SOON, (one) => one.case === id);
}

type Told = Pick<Way, 'releasedAt' | 'firstLetterAt' | 'lastLetterAt' | 'letters' | 'publicPath' | 'publishedAt'>;
const nothingTold: Told = { releasedAt: null, firstLetterAt: null, lastLetterAt: null, letters: null, publicPath: null, publishedAt: null };

/** A second person releases; then the letters go out by themselves. */
async function release({ rehearsal, ledger, say }: Walk, notice: NoticeId, version: number): Promise<Told> {
  await releaseNotice(rehearsal.as('communicator', 'drill-communicator'), { notice, version });
  const released = await ledger.first(noticeReleased, SOON, (one) => one.notice === notice);
  const published = await ledger.first(pagePublished, SOON, (one) => one.notice === notice);
  say('drill: letters go out …');
  const first = await ledger.first(letterDelivered, SOON, (one) => one.notice === notice);
  const finished = await ledger.first(roundFinished, 60 * SECOND, (one) => one.notice === notice);
  return {
    releasedAt: released?.at ?? null,
    firstLetterAt: finished?.payload.first ? new Date(finished.payload.first) : (first?.at ?? null),
    lastLetterAt: finished?.payload.last ? new Date(finished.payload.last) : null,
    letters: finished?.payload ?? null,
    publicPath: published?.payload.path ?? null,
    publishedAt: published?.at ?? null,
  };
}
