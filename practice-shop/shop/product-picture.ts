import type { Product } from '../world/types.ts';
import { otherwise, shapes } from './product-shapes.ts';

/** Draws a product as an SVG, in its own colour. */
export function productPicture(product: Product): string {
  const hue = product.hue;
  const draw = shapes.find(([words]) => words.test(product.name))?.[1] ?? otherwise;
  const body = draw(`hsl(${hue} 42% 38%)`, `hsl(${(hue + 14) % 360} 60% 76%)`);
  const field = `<rect width="100" height="100" fill="hsl(${hue} 52% 91%)"/><circle cx="${34 + ((hue * 7) % 32)}" cy="${38 + (hue % 16)}" r="36" fill="hsl(${(hue + 16) % 360} 62% 95%)"/>`;
  const shadow = `<ellipse cx="50" cy="85" rx="27" ry="3.500" fill="hsl(${hue} 30% 30% / .15)"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${field}${shadow}${body}</svg>\n`;
}
