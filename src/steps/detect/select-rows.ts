import type { TelemetryValue } from '#engines/telemetry/types.ts';
import { TARGETS } from './checks/target-shape.ts';
import type { Area, Selection } from './finding.ts';

/** A successful answer that exposed one known record. `categories` is only filled by intake for such answers. */
export const PERSONAL_READ = "notEmpty(categories) and object_ref != '' and status >= 200 and status < 300";

/** An answer that gave out many people's data at once, as far as the data map tells. */
export const EXPORT_TAKEN =
  "route_kind = 'export' and notEmpty(categories) and status >= 200 and status < 300 and bytes > 0 and method != 'HEAD'";

const WHAT: Readonly<Record<Selection['what'], string>> = {
  'personal-reads': '1',
  paths: "path in {MARK_paths:Array(String)} and status >= 200 and status < 300 and bytes > 0 and method != 'HEAD'",
  alike: `status >= 200 and status < 300 and method in ('GET', 'POST') and ${TARGETS.shape} in {MARK_shapes:Array(String)}`,
  'sign-ins': "auth != ''",
  exports: EXPORT_TAKEN,
  requests: '1',
  events: 'name in {MARK_events:Array(String)}',
  spans: 'name in {MARK_events:Array(String)}',
  reports: 'kind in {MARK_events:Array(String)}',
};

/** Where the name stands with which somebody tried to sign in. */
const NAME_TRIED: Readonly<Partial<Record<Selection['what'], string>>> = {
  'sign-ins': 'tried',
  events: "JSONExtractString(attributes, 'shop.sign_in.name')",
};

const TABLES: Readonly<Partial<Record<Selection['what'], Table>>> = {
  'personal-reads': '@reads',
  events: '@application_events',
  spans: '@spans',
  reports: '@reports',
};
type Table = '@reads' | '@application_events' | '@requests' | '@spans' | '@reports';

/** Where a selection's rows lie. */
export function tableOf(selection: Selection): Table {
  return TABLES[selection.what] ?? '@requests';
}

/** The condition that finds a selection's rows again in its table, and its parameters; `mark` keeps several in one query apart. */
export function whereSelected(
  shop: string,
  selection: Selection,
  mark = 'sel',
): { readonly where: string; readonly params: Record<string, TelemetryValue> } {
  const who: string[] = [];
  const params: Record<string, TelemetryValue> = {
    [`${mark}_shop`]: shop,
    [`${mark}_from`]: new Date(selection.from),
    [`${mark}_to`]: new Date(selection.to),
  };
  if (selection.actors.length > 0) {
    who.push(`actor in {${mark}_actors:Array(UInt64)}`);
    params[`${mark}_actors`] = selection.actors;
  }
  if (selection.pairs.length > 0) {
    // The addresses first: they rule out most rows before two texts are joined.
    who.push(`(address in {${mark}_addresses:Array(String)} and concat(address, '\\n', agent) in {${mark}_pairs:Array(String)})`);
    params[`${mark}_addresses`] = [...new Set(selection.pairs.map((pair) => pair.slice(0, pair.indexOf('\n'))))];
    params[`${mark}_pairs`] = selection.pairs;
  }
  if (selection.sessions.length > 0) {
    who.push(`(session != '' and session in {${mark}_sessions:Array(String)})`);
    params[`${mark}_sessions`] = selection.sessions;
  }
  if (selection.accounts.length > 0) {
    who.push(`(account != '' and account in {${mark}_accounts:Array(String)})`);
    params[`${mark}_accounts`] = selection.accounts;
  }
  if (['events', 'spans', 'reports'].includes(selection.what)) params[`${mark}_events`] = selection.events;
  if (selection.what === 'paths') params[`${mark}_paths`] = selection.paths;
  if (selection.what === 'alike') params[`${mark}_shapes`] = selection.shapes ?? [];
  const names = selection.tried ?? [];
  const isNamed = names.length > 0 && selection.what in NAME_TRIED;
  if (isNamed) params[`${mark}_tried`] = names;
  const named = isNamed ? ` and ${NAME_TRIED[selection.what]} in {${mark}_tried:Array(String)}` : '';
  const span = `shop_id = {${mark}_shop:String} and at >= {${mark}_from:DateTime64(3)} and at <= {${mark}_to:DateTime64(3)}`;
  const people = selection.anybody ? '1' : who.length === 0 ? '0' : `(${who.join(' or ')})`;
  return { where: `${span} and ${people} and ${WHAT[selection.what].replace('MARK', mark)}${named}`, params };
}

/** The condition for rows of an area, `margin` ms wider on both sides. */
export function whereInArea(area: Area, margin = 0): { readonly where: string; readonly params: Record<string, TelemetryValue> } {
  return {
    where: 'shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}',
    params: {
      shop: area.shop,
      from: new Date(area.span.from.getTime() - margin),
      to: new Date(area.span.to.getTime() + margin),
    },
  };
}
