import { createHash } from 'node:crypto';
import { canonical } from '#kernel/event.ts';
import type { Duty } from '../checks/decide-obligations.ts';
import type { Answer, Bounds } from '../checks/facts.ts';

/** A person of the organisation: the id, and the name while they belong to it. */
export interface Who {
  readonly id: string;
  readonly name: string | null;
}

export type Deciding = 'register' | 'authority' | 'people';
export const deciding: readonly Deciding[] = ['register', 'authority', 'people'];

/** The decision memo: who decided what on which facts at which time. Times are ISO 8601, UTC. */
export interface Memo {
  readonly schema: 'shopbell.decision-memo/1';
  readonly case: { readonly id: string; readonly number: string; readonly title: string };
  readonly awareAt: string;
  readonly deadline: string;
  readonly decision: {
    readonly number: number;
    readonly register: Answer;
    readonly authority: Answer;
    readonly people: Answer;
    readonly reason: string;
    readonly by: Who;
    readonly at: string;
  };
  /** The version of the facts that was decided on, and its hash: the evidence pack has it whole. */
  readonly facts: { readonly version: number; readonly sha256: string; readonly at: string };
  readonly people: Bounds;
  readonly severity: { readonly low: number; readonly high: number; readonly band: string };
  readonly proposal: Readonly<Record<Deciding, Answer>>;
  readonly deviates: readonly string[];
  readonly reasons: readonly { readonly duty: Deciding; readonly rule: string; readonly text: string }[];
  /** Names of the facts that were unknown and could have changed an answer. */
  readonly open: readonly string[];
  readonly advice: readonly {
    readonly by: string;
    readonly askedAt: string;
    readonly givenAt: string;
    readonly text: string;
    readonly advises: Readonly<Record<Deciding, 'yes' | 'no' | null>>;
    /** The duties decided against it. */
    readonly against: readonly Deciding[];
  }[];
  /**
   * The duties of other laws that applied then, and what was decided on each; `null`: nothing. Absent in memos released before they told it.
   */
  readonly others?: readonly {
    readonly law: string;
    readonly duty: string;
    readonly to: Duty['to'];
    readonly does: string;
    readonly proposal: Answer;
    readonly decided: 'yes' | 'no' | null;
  }[];
  readonly dissents: readonly { readonly by: Who; readonly at: string; readonly reason: string }[];
}

/** SHA-256 over a paper's canonical JSON, as 64 hex digits. */
export function hashPaper(paper: object): string {
  return createHash('sha256').update(canonical(paper)).digest('hex');
}

type Advised = Readonly<Record<Deciding, 'yes' | 'no' | null>>;

/** The duties on which a decision differs from what was advised. */
export function against(advised: Advised, decided: Readonly<Record<Deciding, Answer>>): Deciding[] {
  return deciding.filter((duty) => advised[duty] !== null && advised[duty] !== decided[duty]);
}
