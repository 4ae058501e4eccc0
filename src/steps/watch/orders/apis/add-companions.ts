import type { Companion } from './api-shape.ts';
import { askPage } from './ask-page.ts';
import { type Asking, NotAnswered } from './asking.ts';
import type { Settings } from './fill-api.ts';
import { textAt, valuesAt } from './pick.ts';

/** Ids asked for at once. */
const AT_ONCE = 50;

/**
 * Asks for what stands elsewhere about the items of a page: refunds, parcels, changes of state. Each item gets its own under the companion's
 * name. Throws NotAnswered, AskLater.
 */
export async function addCompanions(
  asking: Asking,
  companions: readonly Companion[],
  items: readonly unknown[],
  values: Settings,
): Promise<readonly unknown[]> {
  let all = items;
  for (const companion of companions) {
    const wanted = [...new Set(all.flatMap((item) => idsOf(companion, item)))];
    const found = new Map<string, unknown[]>();
    for (let nth = 0; nth < wanted.length; nth += AT_ONCE) {
      const ids = wanted.slice(nth, nth + AT_ONCE);
      const { body } = await askPage(asking, withIds(companion, ids), { ...values, ids: ids.join(companion.between) });
      const parts = valuesAt(companion.items, { item: body, whole: body });
      if (parts.length >= companion.most)
        throw new NotAnswered(`there are too many ${companion.name} of ${ids.length} orders to be read at once`);
      for (const part of parts) {
        const id = textAt(companion.of, { item: part, whole: part });
        found.set(id, [...(found.get(id) ?? []), part]);
      }
    }
    all = all.map((item) => {
      const own = [...new Set(idsOf(companion, item))].flatMap((id) => found.get(id) ?? []);
      return typeof item === 'object' && item !== null ? { ...item, [companion.name]: own } : item;
    });
  }
  return all;
}

function idsOf({ ids }: Companion, item: unknown): string[] {
  const place = { item, whole: item };
  return ids
    .flatMap((path) => valuesAt(path, place))
    .flatMap((id) => (typeof id === 'string' || typeof id === 'number' ? [String(id)] : []));
}

/** In a body the place of the ids is a list. */
function withIds(companion: Companion, ids: readonly string[]): Companion {
  return companion.json === undefined ? companion : { ...companion, json: listed(companion.json, ids) };
}

function listed(value: unknown, ids: readonly string[]): unknown {
  if (value === '{{ids}}') return ids;
  if (Array.isArray(value)) return value.map((one) => listed(one, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, listed(one, ids)]));
}
