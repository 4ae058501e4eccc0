import type { CaseRow, ClockRow, DecisionRow, FilingRow } from '../store.ts';
import type { Outcome } from './decide-obligations.ts';
import { notificationOf } from './filing-state.ts';

/** The one thing to do next with a case, and where on its page or beyond. */
export interface NextStep {
  readonly do: 'continued' | 'closed' | 'controllers' | 'answer' | 'phases' | 'decide' | 'notify' | 'late' | 'release' | 'clock' | 'close';
  readonly href: string;
}

interface State {
  readonly row: CaseRow;
  readonly outcome: Outcome;
  /** Facts that are still to be asked for. */
  readonly questions: number;
  readonly decisions: readonly DecisionRow[];
  readonly filings: readonly FilingRow[];
  readonly clocks: readonly ClockRow[];
  readonly told: { readonly state: string; readonly notice: string } | null;
  /** Controllers for whom the organisation works and who were not told yet. */
  readonly untold: number;
  readonly now: Date;
}

/** From which share of a term on telling in phases comes before knowing more. */
const HALF = 0.5;

/** What a case asks for now: tell whose data it is (a processor judges no risk first), answer, decide, tell the authority (in phases once half of the term is over), release the letter, close. Pure. */
export function nextStepOfCase({ row, outcome, questions, decisions, filings, clocks, told, untold, now }: State): NextStep {
  const base = `/decide/cases/${row.id}`;
  if (row.continued_in !== null) return { do: 'continued', href: `/decide/cases/${row.continued_in}` };
  if (row.state === 'closed') return { do: 'closed', href: '#decisions' };
  if (untold > 0) return { do: 'controllers', href: `${base}/papers` };
  const isFiled = notificationOf(filings) !== null;
  const [first] = runningClocks(clocks);
  const passed =
    first === undefined ? 0 : (now.getTime() - first.anchor_at.getTime()) / (first.due_at.getTime() - first.anchor_at.getTime());
  const decided = decisions[0];
  if (first?.owed_to === 'authority' && !isFiled) {
    if (first.due_at <= now) return { do: 'late', href: '#filing' };
    if (decided?.authority === 'yes') return { do: 'notify', href: '#filing' };
    if (passed >= HALF && outcome.authority.answer === 'unknown') return { do: 'phases', href: '#filing' };
  }
  if (decided === undefined) return questions > 0 ? { do: 'answer', href: `${base}/questions` } : { do: 'decide', href: '#decide' };
  if (told?.state === 'drafted') return { do: 'release', href: `/tell/notices/${told.notice}` };
  return first === undefined ? { do: 'close', href: '#more' } : { do: 'clock', href: '#clocks' };
}

/** Clocks that run or ran out, the next deadline first. Pure. */
export function runningClocks(clocks: readonly ClockRow[]): readonly ClockRow[] {
  return clocks.filter(({ state }) => state === 'running' || state === 'late').toSorted((a, b) => a.due_at.getTime() - b.due_at.getTime());
}
