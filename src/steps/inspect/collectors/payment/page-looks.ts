/** How the browser comes to the page. Thieves show themselves to some and hide from others, so the page is looked at in more than one way. */
export interface PageLook {
  readonly name: string;
  readonly phone: boolean;
  /** Hour of the day, in the page’s own time zone. */
  readonly hour: number | null;
  readonly referrer: string | null;
  /** Opens the page a second time, with what the first visit left behind. */
  readonly twice: boolean;
  /** A minute passes before anything is typed. */
  readonly slow: boolean;
  /** Stops nothing and keeps the console silent, for scripts that notice that they are stopped or read. */
  readonly plain: boolean;
  /** Speaks the language and keeps the time of customers in the shop's country, where that is known. */
  readonly local: boolean;
}

export const desk: PageLook = {
  ...{ name: 'at a desk, first visit', phone: false, hour: null, referrer: null },
  ...{ twice: false, slow: false, plain: false, local: true },
};

export const phone: PageLook = {
  ...{ name: 'on a phone, late at night, second visit, from a search', phone: true, hour: 3, referrer: 'https://www.google.com/' },
  ...{ twice: true, slow: true, plain: true, local: false },
};

/** A time zone in which it is about this hour now: fixed offsets only, so that no law changes it. */
export function zoneAt(now: Date, hour: number): string {
  const ahead = ((hour - now.getUTCHours() + 36) % 24) - 12;
  // The names of these zones count westwards.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

export function phoneAgent(agent: string): string {
  return agent.replace(/\([^)]*\)/, '(Linux; Android 10; K)').replace(/ Safari\//, ' Mobile Safari/');
}
