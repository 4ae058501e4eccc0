import { colourName } from './chart-colours.ts';

const TAG = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+\s*=\s*"[^"]*")*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:-]+)\s*=\s*"([^"]*)"/g;
const dropped = /^(style|class|cursor|pointer-events|version|baseProfile|xmlns:xlink|ecmeta_.*|on.*)$/;
const fromStyle = new Set(['font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'opacity', 'fill-opacity', 'stroke-opacity']);

/**
 * Makes ECharts' SVG fit a page whose policy allows no inline style: no `<style>`, no style attribute, no script, no events;
 * marker colours become classes (`f-calm`, `s-line`), other colours go. `prefix` keeps ids of several pictures on a page apart.
 */
export function cleanSvg(svg: string, { className, prefix }: { readonly className: string; readonly prefix: string }): string {
  const bare = svg.replace(/<style[\s\S]*?<\/style>/g, '').replace(/<script[\s\S]*?<\/script>/g, '');
  return bare
    .replace(TAG, (_, close: string, name: string, attributes: string, selfClose: string) => {
      if (close) return `</${name}>`;
      const cleaned = cleanAttributes(attributes, prefix);
      if (name !== 'svg') return `<${name}${cleaned}${selfClose}>`;
      return `<svg class="${className}" aria-hidden="true" focusable="false"${cleaned}>`;
    })
    .replace(/\n+/g, '');
}

function cleanAttributes(text: string, prefix: string): string {
  const kept: string[] = [];
  const classes: string[] = [];
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (name === 'style') kept.push(...presentation(value));
    if (dropped.test(name)) continue;
    if (name === 'fill' || name === 'stroke') {
      const colour = colourName(value);
      if (colour) classes.push(`${name === 'fill' ? 'f' : 's'}-${colour}`);
      else if (value === 'none' || value === 'transparent') kept.push(`${name}="none"`);
      continue;
    }
    if (name === 'id') kept.push(`id="${prefix}${value}"`);
    else kept.push(`${name}="${value.replace('url(#', `url(#${prefix}`)}"`);
  }
  if (classes.length > 0) kept.unshift(`class="${classes.join(' ')}"`);
  return kept.length > 0 ? ` ${kept.join(' ')}` : '';
}

/** Declarations of a style attribute that exist as presentation attributes; the family comes from the style sheet. */
function presentation(style: string): string[] {
  const kept: string[] = [];
  for (const declaration of style.split(';')) {
    const [name = '', value = ''] = declaration.split(':').map((part) => part.trim());
    const shorthand = name === 'font' ? /(?:^|\s)(bold|[1-9]00)?\s*(\d+(?:\.\d+)?px)/.exec(value) : null;
    if (shorthand) kept.push(`font-size="${shorthand[2] ?? '12px'}"`, ...(shorthand[1] ? [`font-weight="${shorthand[1]}"`] : []));
    else if (fromStyle.has(name) && /^[\w.%-]+$/.test(value)) kept.push(`${name}="${value}"`);
  }
  return kept;
}
