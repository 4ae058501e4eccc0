/**
 * How lists are cut into pages, by the names that parameters have nearly everywhere. The patterns are for a query that is decoded and in
 * lower case; the engine and JavaScript read them alike (no look-around).
 */
const SIZES = [
  'limit|per_page|per-page|perpage|page_size|page-size|pagesize|size|count|first|last|top|rows|take|results|max_results|maxresults|maxrecords',
  'results_per_page|items_per_page|itemsperpage|hitsperpage|page\\[size\\]|page\\[limit\\]|searchcriteria\\[pagesize\\]|pagination\\[limit\\]',
].join('|');
/** Names of parameters that say where a page begins. */
export const PLACE_NAMES = [
  'page|paged|p|pg|seite|strona|stranka|pagina|side|pageindex|page_index|page_no|pageno|page_number|pagenumber|pagenum|current_page|currentpage|searchcriteria\\[currentpage\\]|page\\[number\\]',
  'page\\[offset\\]|paging\\[current\\]|pagination\\[page\\]|offset|order\\[offset\\]|skip|start|startindex|start_index|from',
].join('|');
const CURSORS = [
  'after|cursor|page_info|page_token|pagetoken|next_token|nexttoken|starting_after|continuation|continuationtoken|page\\[cursor\\]|page\\[after\\]',
  'since_id|after_id|last_id|min_id',
].join('|');

/** `limit=200` or, as some do, `limit=4000,200`. */
const SIZE = `(?:^|&)[$_]?(?:${SIZES})=(?:\\d{1,12},)?(\\d{1,9})(?:&|$)`;
/** In GraphQL that stands in the address: `first:200`, `"first": 200`. */
const NESTED_SIZE = '[^a-z_](?:first|last|limit|take|pagesize)"? *: *(\\d{1,9})';
const PLACE = `(?:^|&)[$_]?(?:(?:${PLACE_NAMES})=(\\d{1,12})|limit=(\\d{1,12}),\\d{1,9})(?:&|$)`;
const CURSOR = `(?:^|&)[$_]?(?:${CURSORS})=([^&]+)`;

/** What of a page stands in a query. */
export interface Paging {
  /** How many records were asked for; `null`: it does not say. */
  readonly size: number | null;
  /** Number of the page, or of its first record; `null`: it has none. */
  readonly place: number | null;
  /** A text that says where the page begins, '' for none. What was redacted is `[…]` for every page. */
  readonly cursor: string;
}

/** Reads a stored query. Anything that is no number is left out. */
export function readPaging(query: string): Paging {
  const text = decoded(query).toLowerCase();
  const first = (pattern: string): string => new RegExp(pattern).exec(text)?.slice(1).find(Boolean) ?? '';
  const number = (digits: string): number | null => (digits === '' ? null : Number(digits));
  return { size: number(first(SIZE) || first(NESTED_SIZE)), place: number(first(PLACE)), cursor: first(CURSOR) };
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    return query;
  }
}

const TEXT = 'lower(decodeURLFormComponent(query))';
const groups = (pattern: string): string => `extractGroups(${TEXT}, '${pattern.replaceAll('\\', '\\\\')}')`;
const oneOf = (...lists: string[]): string => `arrayFirst(found -> found != '', arrayConcat(${lists.join(', ')}))`;

/** The same for the engine: expressions over a row of requests. Size and place are 0 and -1 where a query has none. */
export const PAGING = {
  size: `toUInt64OrZero(${oneOf(groups(SIZE), groups(NESTED_SIZE))})`,
  place: `ifNull(toInt64OrNull(${oneOf(groups(PLACE))}), -1)`,
  cursor: oneOf(groups(CURSOR)),
} as const;

/** Addresses of what everybody may see: they are paged by people, by search engines and by those who compare prices. */
export const PUBLIC_PATHS =
  '(?i)(products?|items?|articles?|categor(y|ies)|collections?|catalog(ue)?|catalogsearch|shelf|shelves|search|suggest|autocomplete|reviews?|ratings?|blog|posts?|news|media|tags?|brands?|stores?|stock|prices?|offers?|pages?|faq|sitemap[^/]*)(\\.[a-z]+)?/?$';
