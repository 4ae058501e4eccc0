import { findPersonalData } from '../find-personal-data.ts';

const MOST = 120;

/** The path of an address with whatever names one record or one person as `{n}`: `/account/orders/{n}`. Host and query are left out. */
export function routeOfAddress(url: string): string {
  const path = URL.parse(url)?.pathname ?? '/';
  return path
    .split('/')
    .map((part) => {
      const plain = decoded(part);
      const isName = /^[\p{L}._-]{0,60}$/u.test(plain) || /^[\p{L}][\p{L}\p{N}._-]{0,40}$/u.test(plain);
      return isName && !/\d{4}|[\da-f]{12}/i.test(plain) && findPersonalData(plain, 1).length === 0 ? plain : '{n}';
    })
    .join('/')
    .slice(0, MOST);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
