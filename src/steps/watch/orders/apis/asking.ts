import type { House } from '#engines/house.ts';
import type { FilledApi, Settings } from './fill-api.ts';

/** One system that is asked, with all that the questions need. */
export interface Asking {
  readonly house: Pick<House, 'http' | 'clock' | 'random'>;
  /** Which feed it is: its token is kept by that. */
  readonly feed: string;
  readonly filled: FilledApi;
  secrets: Settings;
  readonly allowPrivate: boolean;
  /** Keeps secrets that took the place of those that were used up. */
  readonly renew: (secrets: Settings) => Promise<void>;
}

/** The answer could not be had or made no sense; what was told before stands. */
export class NotAnswered extends Error {}

/** The system asks for patience. */
export class AskLater extends Error {
  readonly until: Date;
  constructor(title: string, until: Date) {
    super(`${title} asks not to be asked before ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC`);
    this.until = until;
  }
}
