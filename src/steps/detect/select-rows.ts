import type { TelemetryValue } from '#engines/telemetry/types.ts';
import type { Area, Selection } from './finding.ts';

/** A successful answer that exposed one known record. `categories` is only filled by intake for such answers. */
export const PERSONAL_READ = "notEmpty(categories) and object_ref != '' and status >= 200 and status < 300";

const WHAT: Readonly<Record<Selection['what'], string>> = {
  'personal-reads': PERSONAL_READ,
  paths: "has({MARK_paths:Array(String)}, path) and status >= 200 and status < 300 and bytes > 0 and method != 'HEAD'",
  'sign-ins': "auth != ''",
  requests: '1',
};

/** The condition that finds a selection's rows again, and its parameters; `mark` keeps several in one query apart. */
export function whereSelected(
  shop: string,
  selection: Selection,
  mark = 'sel',
): { readonly where: string; readonly params: Record<string, TelemetryValue> } {
  return {
    where: `shop_id = {${mark}_shop:String} and at >= {${mark}_from:DateTime64(3)} and at <= {${mark}_to:DateTime64(3)}
      and (has({${mark}_actors:Array(UInt64)}, actor) or has({${mark}_pairs:Array(String)}, concat(address, '\\n', agent))
        or (session != '' and has({${mark}_sessions:Array(String)}, session)))
      and ${WHAT[selection.what].replace('MARK', mark)}`,
    params: {
      [`${mark}_shop`]: shop,
      [`${mark}_from`]: new Date(selection.from),
      [`${mark}_to`]: new Date(selection.to),
      [`${mark}_actors`]: selection.actors,
      [`${mark}_pairs`]: selection.pairs,
      [`${mark}_sessions`]: selection.sessions,
      ...(selection.what === 'paths' ? { [`${mark}_paths`]: selection.paths } : {}),
    },
  };
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
