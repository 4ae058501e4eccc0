import type { z } from 'zod';
import type { HttpAnswer } from '#engines/http/types.ts';
import type { WebhookList } from '../checks/judge-webhooks.ts';

/** What a provider is asked with. */
export interface Told {
  /** Address of its interface, without a slash at its end. */
  readonly base: string;
  /** Name, client id or consumer key, where it needs one beside the key. */
  readonly user: string;
  readonly key: string;
  /** Which of several accounts, where it needs that. */
  readonly account: string;
  readonly now: Date;
}

export interface Question {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent by POST; without it the question is a GET. */
  readonly body?: string;
}

/** Asks and reads the answer by a shape. Throws NotTold. */
export type Ask = <S extends z.ZodType>(
  shape: S,
  question: Question,
) => Promise<{ readonly value: z.output<S>; readonly headers: HttpAnswer['headers'] }>;

/** Somebody who calls addresses of a shop when something happened, and who can be asked which. */
export interface WebhookProvider {
  readonly title: string;
  /** Where its interface is; `null`: with each shop elsewhere, it must be told. */
  readonly base: string | null;
  readonly needs: readonly ('user' | 'account')[];
  /** Only questions that change nothing. Throws NotTold. */
  list(ask: Ask, told: Told): Promise<Omit<WebhookList, 'provider'>>;
}

/** The list could not be had, for a reason that says nothing about the webhooks. `refused`: this key may not ask. */
export class NotTold extends Error {
  readonly refused: boolean;
  constructor(reason: string, refused = false) {
    super(reason);
    this.refused = refused;
  }
}

/** Pages of a list are turned so often at most. */
export const MOST_PAGES = 20;

/** What is said of a list of which only a part was read. */
export function cutAfter(hasMore: boolean): { readonly isCut?: true } {
  return hasMore ? { isCut: true } : {};
}

export function basic(user: string, key: string): string {
  return `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`;
}
