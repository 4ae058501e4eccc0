const BEFORE = 30;
const AFTER = 12;

/** Whether one of the words stands within 30 characters in front of a place, or right behind it. */
export function hasContext(text: string, from: number, to: number, words: RegExp): boolean {
  return words.test(text.slice(Math.max(0, from - BEFORE), from)) || words.test(text.slice(to, to + AFTER));
}

/** Whether one of the words stands in front of a place with nothing but signs in between, as in `order_id=` or `"sku": "`. */
export function isCalled(text: string, from: number, words: RegExp): boolean {
  const name = /([\p{L}\p{N}_.[\]-]{1,40})["'\]\s]{0,3}[:=#/]?["'\s]{0,2}$/u.exec(text.slice(Math.max(0, from - 50), from));
  return name?.[1] !== undefined && words.test(name[1]);
}
