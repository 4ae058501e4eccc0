import type { Severity } from '#kernel/outcome.ts';

/** What is known of a list. `people`: the data map or its address says that it holds people. `private`: it is not for everybody. */
export type Standing = 'people' | 'private';

/** Pages of one list that one person or program took. */
export interface PagedList {
  readonly standing: Standing;
  /** Pages of the back office, through which staff leaf. */
  readonly staff: boolean;
  /** Numbers of pages, or of their first records, each once; empty where the list goes on by marks. */
  readonly places: readonly number[];
  /** Answers that went on by a mark: each another page. */
  readonly marks: number;
  readonly answers: number;
  readonly bytes: number;
  /** The largest page that was asked for, and how long that answer was; 0: nobody asked for a size. */
  readonly size: number;
  readonly sizeBytes: number;
  /** What 99 of 100 visitors of the list stay below in a day: pages, records a page, bytes an answer; `null`: nobody knows. */
  readonly usualPages: number | null;
  readonly usualSize: number | null;
  readonly usualBytes: number | null;
}

/** What the same one did on other days of the four weeks before. */
export interface PagingHabit {
  /** Days with at least a third as many pages, and with pages at least a third as large. */
  readonly pageDays: number;
  readonly sizeDays: number;
  /** Days on which the same address worked in the back office. */
  readonly deskDays: number;
}

export interface PagedVerdict {
  readonly how: 'page-size' | 'page-walk';
  readonly level: Severity;
  readonly pages: number;
  readonly threshold: number;
}

const SIZE = { least: 500, timesUsual: 5 } as const;
const WALK = { pages: 20, staff: 60, timesUsual: 3, order: 0.8 } as const;
/** Less is somebody's own list, whatever was asked for: shops cap the size of a page. */
const FLOOR = 50_000;
const TIMES_USUAL_BYTES = 3;
const HABIT_DAYS = 2;

/** Whether a list is taken page by page, or in pages that nobody else asks for; `null` when it is read as lists are read. */
export function judgePaging(list: PagedList): PagedVerdict | null {
  if (list.bytes < FLOOR) return null;
  const level: Severity = list.standing === 'people' ? 'high' : 'medium';
  const pages = pagesOf(list);
  const most = Math.max(SIZE.least, SIZE.timesUsual * (list.usualSize ?? 0));
  const heavy = list.sizeBytes >= Math.max(FLOOR, TIMES_USUAL_BYTES * (list.usualBytes ?? 0));
  if (list.size >= most && heavy) return { how: 'page-size', level, pages, threshold: most };
  const many = Math.max(list.staff ? WALK.staff : WALK.pages, WALK.timesUsual * (list.usualPages ?? 0));
  const inOrder = list.marks >= many || stepShare(list.places) >= WALK.order;
  return pages >= many && inOrder ? { how: 'page-walk', level, pages, threshold: many } : null;
}

/** The same with what is known of who did it: nothing for the program that does so day by day, a note for who sits in the back office. */
export function withHabit(verdict: PagedVerdict, habit: PagingHabit): PagedVerdict | null {
  if ((verdict.how === 'page-size' ? habit.sizeDays : habit.pageDays) >= HABIT_DAYS) return null;
  return habit.deskDays >= HABIT_DAYS && verdict.how === 'page-walk' ? { ...verdict, level: 'low' } : verdict;
}

export function pagesOf({ places, marks }: Pick<PagedList, 'places' | 'marks'>): number {
  return Math.max(places.length, marks);
}

/** How much places look leafed through: the share of neighbours that lie one or two of the most common step apart. */
export function stepShare(places: readonly number[]): number {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  if (sorted.length < 3) return 0;
  const steps = sorted.slice(1).map((place, nth) => place - (sorted[nth] ?? 0));
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  const [common] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
  return steps.filter((step) => step === common || step === 2 * common).length / steps.length;
}

/** Places of one list that one visitor took, of many who each took a few. */
export interface FewPages {
  readonly pairs: readonly string[];
  readonly address: string;
  readonly places: readonly number[];
  readonly answers: number;
  readonly bytes: number;
}

const SPREAD = { pages: 30, addresses: 5, once: 0.7 } as const;

/**
 * One list taken by many who each take a few pages, as one who hides behind many addresses does: together they take each page once. Readers
 * of their own accord all begin at the first page.
 */
export function judgeSpreadPaging(few: readonly FewPages[], usualPages: number | null): readonly FewPages[] | null {
  const places = new Set(few.flatMap((one) => one.places));
  const taken = few.reduce((sum, one) => sum + one.places.length, 0);
  if (places.size < Math.max(SPREAD.pages, WALK.timesUsual * (usualPages ?? 0)) || places.size < SPREAD.once * taken) return null;
  if (new Set(few.map((one) => one.address)).size < SPREAD.addresses || stepShare([...places]) < WALK.order) return null;
  return few.reduce((sum, one) => sum + one.bytes, 0) >= FLOOR ? few : null;
}

const OWN =
  /(^|\/)(me|my|mine|account|my-account|profile|self|konto|kundenkonto|mein-konto|mein|moje|moje-konto|compte|mon-compte|mi-cuenta|mijn|mypage)(\/|$)/i;

/** Whether a list is by its address the visitor's own: his orders, his addresses. */
export function isOwnList(path: string): boolean {
  return OWN.test(path);
}
