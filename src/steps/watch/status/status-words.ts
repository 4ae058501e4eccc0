/** What customers do at a shop: the parts of its status page, in the order in which they are shown. */
export const statusParts = ['ordering', 'paying', 'delivery', 'account'] as const;
export type StatusPart = (typeof statusParts)[number];

/** How a part stands. `work`: it does not work as usual, and that was announced as planned work. `unknown` is never shown as fine. */
export const partStates = ['fine', 'trouble', 'work', 'unknown'] as const;
export type PartState = (typeof partStates)[number];

/** What an announcement is about. `trouble` shows its parts as troubled; `work` excuses what fails in them; `news` changes no state. */
export const announcementKinds = ['trouble', 'work', 'news'] as const;
export type AnnouncementKind = (typeof announcementKinds)[number];

export const postKinds = ['begin', 'update', 'end'] as const;
export type PostKind = (typeof postKinds)[number];

export const statusLanguages = ['en', 'pl', 'de', 'ja'] as const;
export type StatusLanguage = (typeof statusLanguages)[number];

export function isStatusPart(text: unknown): text is StatusPart {
  return statusParts.some((one) => one === text);
}

/** The worst first: what a whole page is called by. */
const gravity: readonly PartState[] = ['trouble', 'unknown', 'work', 'fine'];

/** How several parts stand together. None at all is not known. */
export function worstOf(states: readonly PartState[]): PartState {
  return gravity.find((one) => states.includes(one)) ?? 'unknown';
}
