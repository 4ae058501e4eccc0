const BEFORE = 30;
const AFTER = 12;

/** Whether one of the words stands within 30 characters in front of a place, or right behind it. */
export function hasContext(text: string, from: number, to: number, words: RegExp): boolean {
  return text.slice(Math.max(0, from - BEFORE), from).search(words) >= 0 || text.slice(to, to + AFTER).search(words) >= 0;
}

/** Where the last of the words (a global expression) ends in the 30 characters in front of a place; -1 when there is none. */
export function lastWord(text: string, from: number, words: RegExp): number {
  let end = -1;
  for (const found of text.slice(Math.max(0, from - BEFORE), from).matchAll(words)) end = found.index + found[0].length;
  return end;
}

/** Whether one of the words stands in front of a place with nothing but signs in between, as in `order_id=` or `"sku": "`. */
export function isCalled(text: string, from: number, words: RegExp): boolean {
  const name = /([\p{L}\p{N}_.[\]-]{1,40})["'\]\s]{0,3}[:=#/]?["'\s]{0,2}$/u.exec(text.slice(Math.max(0, from - 50), from));
  return name?.[1] !== undefined && words.test(name[1]);
}
