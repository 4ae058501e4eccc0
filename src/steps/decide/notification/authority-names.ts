import { type Authority, authorityTable } from './tables.ts';

/** The names under which an authority may stand in a filing; the first is the one that we write. */
export function namesOf(authority: Authority): string[] {
  return [`${authority.name} (${authority.short})`, authority.name, authority.short];
}

/** Every name of the authority that a text names; the text alone when the table knows none. Pure. */
export function namesLike(text: string): string[] {
  const plain = (name: string) => name.trim().toLocaleLowerCase('en');
  const found = authorityTable().authorities.find((one) => namesOf(one).some((name) => plain(name) === plain(text)));
  return found === undefined ? [text] : namesOf(found);
}
