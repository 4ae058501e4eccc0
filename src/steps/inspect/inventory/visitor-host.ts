/** How far reports can be believed that anybody on the internet can send: what it would take to forge them. */
export type Confidence = 'low' | 'medium' | 'high';

/** A host that browsers of visitors reported on the payment page. */
export interface VisitorHost {
  readonly host: string;
  /** What for: `script-src`, `connect-src`, `frame-src`, `form-action` … */
  readonly directives: readonly string[];
  /** Scripts that made them ask there, as far as they said. */
  readonly sources: readonly string[];
  readonly reports: number;
  /** Different days and hours of our clock in which it was reported, and different kinds of browsers: nobody is told apart by them. */
  readonly days: number;
  readonly hours: number;
  readonly agents: number;
  /** ISO times of the first and the last report. */
  readonly first: string;
  readonly last: string;
}

/**
 * `low`: few reports of one moment, as one person can make them with one command. `medium`: different hours or browsers.
 * `high`: on several days, from several kinds of browsers. Whoever takes trouble can forge that too, so the text says what it rests on.
 */
export function confidenceOf({ days, hours, agents }: Pick<VisitorHost, 'days' | 'hours' | 'agents'>): Confidence {
  if (days >= 2 && agents >= 2 && hours >= 4) return 'high';
  return (hours >= 2 && agents >= 2) || hours >= 3 ? 'medium' : 'low';
}
