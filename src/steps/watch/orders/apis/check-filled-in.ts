import { messageOf } from '#kernel/errors.ts';
import type { Api } from './api-shape.ts';
import { fillApi, type Settings } from './fill-api.ts';
import { valuesAt } from './pick.ts';

const FIELD = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*|\[(?:\d{1,3}|\*)\])*$/u;

/** What is wrong with what somebody filled in for a system, as `name: what`; '' when nothing is. Pure. */
export function faultOfFilledIn(
  api: Api,
  settings: Settings,
  secrets: Settings,
  { allowPrivate }: { readonly allowPrivate: boolean },
): string {
  const asked = [...api.settings.map((one) => ({ ...one, given: settings })), ...api.secrets.map((one) => ({ ...one, given: secrets }))];
  for (const { given, names } of [
    { given: settings, names: api.settings.map(({ name }) => name as string) },
    { given: secrets, names: api.secrets.map(({ name }) => name as string) },
  ]) {
    const stranger = Object.keys(given).find((name) => !names.includes(name));
    if (stranger !== undefined) return `${stranger}: ${api.title} has no such thing`;
  }
  for (const { name, required, usual, as, choices, given } of asked) {
    const value = given[name]?.trim() ?? '';
    if (value === '') {
      if (required && usual === '') return `${name}: ${api.title} needs it`;
      continue;
    }
    if (value.length > 2_000) return `${name}: is too long`;
    if (as === 'address') {
      const fault = faultOfAddress(value, allowPrivate);
      if (fault !== '') return `${name}: ${fault}`;
    }
    if (as === 'field' && !FIELD.test(value)) return `${name}: must be the name of a field, such as total or total.value`;
    if (choices !== undefined && !choices.includes(value)) return `${name}: must be one of ${choices.join(', ')}`;
    if (name === 'currency' && !/^[A-Za-z]{3}$/.test(value)) return 'currency: must have three letters, such as EUR';
  }
  return faultOfPaths(api, settings);
}

function faultOfAddress(text: string, allowPrivate: boolean): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'must be an address that begins with https://';
  if (url.protocol === 'http:' && !allowPrivate) return 'must begin with https://: keys are sent there';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or a password: there are fields for them';
  return url.search === '' && url.hash === '' ? '' : 'must end before ? and #';
}

function faultOfPaths(api: Api, settings: Settings): string {
  const { requests } = fillApi(api, settings);
  if (requests.length === 0) return 'it tells no time of any step: name at least one field with a time';
  try {
    for (const { items, number, steps, changed = [] } of requests) {
      const paths = [items, ...number.fields, ...changed, ...steps.flatMap(({ at, amount = [] }) => [...at, ...amount])];
      for (const path of paths.flatMap((one) => one.split(' + '))) valuesAt(path, { item: {}, whole: {} });
    }
    return '';
  } catch (thrown) {
    return `a field cannot be used: ${messageOf(thrown).split('\n', 1)[0]}`;
  }
}
