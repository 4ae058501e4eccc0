import { DAY, HOUR, SECOND, type Span } from '#kernel/time.ts';
import type { Area, Usual } from './finding.ts';
import type { Look } from './look-shape.ts';
import { NARROW_MARGIN, sinceOf, stretchesOf, WIDE_EVERY_SECONDS, wideMargin } from './new-rows.ts';
import { readKnowledge } from './read-knowledge.ts';
import { readUsual } from './rules/read-usual.ts';
import { openCostBook } from './sigma/cost-book.ts';
import { type Looker, nameOf } from './take-turns.ts';
import { verifyCrawlers } from './verify-crawlers.ts';

const USUAL_FOR = 10 * 60_000;

export interface Areas {
  /** Where a looker has to look; `isWide`: at everything that may have been late. */
  of(looker: Looker): Promise<{ readonly list: readonly Area[]; readonly isWide: boolean }>;
  /** Whether some of what was looked at so far is hours long. */
  isOld(): boolean;
}

/** The areas of one look: those who last looked at the same time share theirs. */
export function openAreas(look: Look): Areas {
  const { house, org, shop, memory, since } = look;
  const known = new Map<string, Promise<Area[]>>();
  const knowledge = readKnowledge(house, org, shop);
  knowledge.catch(() => undefined);
  let isOld = false;
  memory.costs ??= { book: openCostBook(() => house.clock.ticks()), keptAt: Number.NEGATIVE_INFINITY };
  const costs = memory.costs.book;
  const areaOf = async (span: Span, { reach }: Looker, isFirst: boolean): Promise<Area> => {
    isOld ||= span.to.getTime() - span.from.getTime() > HOUR;
    const usual = await usualBefore(look, span);
    const crawlers = await verifyCrawlers(house, { org, shop, span, margin: reach === 'hours' ? DAY : HOUR }, memory.crawlers);
    const slowSince = reach === 'hours' ? new Date(span.from.getTime() - (isFirst ? HOUR : 0)) : null;
    const told = { ...(await knowledge), crawlers };
    return { telemetry: house.telemetry, org, shop, span, usual, knowledge: told, slowSince, onlyNew: reach === 'new', costs };
  };
  return {
    of: async (looker) => {
      const last = memory.turns.get(nameOf(looker));
      const now = house.clock.ticks();
      // What comes late is for those who look around what is new: a look that must be quick leaves it out.
      const isWide = last === undefined || (looker.reach !== 'new' && now - last.wideAt >= WIDE_EVERY_SECONDS * SECOND);
      const from = last === undefined ? since : sinceOf(last.saw.watermark, house.clock.now());
      const margin = isWide ? wideMargin(last === undefined ? null : (now - last.wideAt) / SECOND) : NARROW_MARGIN;
      const key = `${from.toISOString()} ${margin} ${looker.reach}`;
      const made =
        known.get(key) ??
        stretchesOf(house.telemetry, org, shop, from, margin).then(async (spans) => {
          const areas: Area[] = [];
          for (const span of spans) areas.push(await areaOf(span, looker, last === undefined));
          return areas;
        });
      known.set(key, made);
      return { list: await made, isWide };
    },
    isOld: () => isOld,
  };
}

/** What was usual in the week before, remembered for ten minutes; a first look at an old log takes the log itself as its history. */
async function usualBefore({ house, org, shop, memory }: Look, span: Span): Promise<Usual> {
  const isLive = span.to.getTime() - span.from.getTime() < 12 * HOUR;
  const now = house.clock.ticks();
  if (isLive && memory.usual !== null && now - memory.usual.at < USUAL_FOR) return memory.usual.value;
  const value = await readUsual(house.telemetry, org, shop, {
    from: new Date(span.from.getTime() - 7 * DAY),
    to: isLive ? span.from : span.to,
  });
  if (isLive) memory.usual = { at: now, value };
  return value;
}
