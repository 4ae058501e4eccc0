import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { makeId } from '#kernel/ids.ts';
import type { SeenElsewhere } from '../checks/weigh-places.ts';
import type { WatchCheck } from '../store.ts';
import { isHeard, listPlaces, placeTables } from './store.ts';

const WAIT_MS = 5_000;
const POLL_MS = 200;
/** What is the same from everywhere and changes nothing when it is asked once more. */
const ALIKE: ReadonlySet<string> = new Set(['http', 'tcp', 'tls', 'dns', 'udp', 'icmp', 'websocket', 'grpc']);

/**
 * Asks every place that confirms and is heard whether it sees a check down too, and waits at most five seconds. A place that does not answer
 * is not in the result. Never throws: who cannot be asked says nothing.
 */
export async function askPlaces(house: House, check: WatchCheck): Promise<readonly SeenElsewhere[]> {
  const { target } = check;
  const changes = target.kind === 'http' && target.method === 'POST';
  if (!ALIKE.has(target.kind) || changes || check.place !== null) return [];
  try {
    const now = house.clock.now();
    const places = (await house.state.inOrg(check.org, (db) => listPlaces(db, check.org))).filter(
      (place) => place.confirms && isHeard(place, now),
    );
    return places.length === 0 ? [] : await ask(house, check, new Map(places.map((place) => [place.id, place.name])));
  } catch (thrown) {
    house.log.warn('other places could not be asked', { check: check.id, reason: messageOf(thrown) });
    return [];
  }
}

async function ask(house: House, { org, id }: WatchCheck, names: ReadonlyMap<string, string>): Promise<readonly SeenElsewhere[]> {
  const now = house.clock.now();
  const rows = [...names.keys()].map((place) => ({
    ...{ org_id: org, place_id: place as `place_${string}`, check_id: id, asked_at: now, saw: null, reason: null },
    ask_id: makeId('ask', now.getTime(), house.random.bytes(16)),
  }));
  const ids = rows.map((row) => row.ask_id);
  await house.state.inOrg(org, (db) => placeTables(db).insertInto('watch_place_asks').values(rows).execute());
  const until = house.clock.ticks() + WAIT_MS;
  for (;;) {
    await house.clock.sleep(POLL_MS);
    const answers = await house.state.inOrg(org, (db) =>
      placeTables(db)
        .selectFrom('watch_place_asks')
        .select(['place_id', 'saw'])
        .where('ask_id', 'in', ids)
        .where('saw', 'is not', null)
        .execute(),
    );
    if (answers.length < ids.length && house.clock.ticks() < until) continue;
    await house.state.inOrg(org, (db) => placeTables(db).deleteFrom('watch_place_asks').where('ask_id', 'in', ids).execute());
    return answers.map((row) => ({ place: names.get(row.place_id) ?? row.place_id, saw: row.saw ?? 'unknown' }));
  }
}
