import type { Product } from '../world/types.ts';

/** One simple shape for each shelf, drawn on a 100 by 100 field. */
const shapes: Readonly<Record<string, (dark: string, light: string) => string>> = {
  tea: (dark, light) =>
    `<path d="M30 44h36v18a14 14 0 0 1-14 14h-8a14 14 0 0 1-14-14z" fill="${dark}"/><path d="M66 48h6a8 8 0 0 1 0 16h-6" fill="none" stroke="${dark}" stroke-width="4"/><ellipse cx="48" cy="44" rx="18" ry="4" fill="${light}"/><path d="M42 36q-4-5 0-9t0-9M53 36q-4-5 0-9t0-9" fill="none" stroke="${light}" stroke-width="2.500" stroke-linecap="round"/><rect x="24" y="79" width="48" height="4" rx="2" fill="${light}"/>`,
  kitchen: (dark, light) =>
    `<path d="M24 48h52a26 26 0 0 1-52 0z" fill="${dark}"/><ellipse cx="50" cy="48" rx="26" ry="5" fill="${light}"/><rect x="40" y="73" width="20" height="6" rx="2" fill="${dark}"/><path d="M62 20 53 47" stroke="${light}" stroke-width="4" stroke-linecap="round"/>`,
  paper: (dark, light) =>
    `<rect x="28" y="22" width="40" height="56" rx="4" fill="${dark}"/><rect x="35" y="22" width="33" height="56" rx="3" fill="${light}"/><path d="M41 35h21M41 43h21M41 51h14" stroke="${dark}" stroke-width="2"/><path d="m74 30 5 3-22 38-6 4 1-7z" fill="${dark}"/>`,
  home: (dark, light) =>
    `<path d="M36 26h28l8 26H28z" fill="${light}"/><rect x="48" y="52" width="4" height="24" fill="${dark}"/><rect x="36" y="75" width="28" height="5" rx="2.500" fill="${dark}"/><path d="M36 26h28l2 6H34z" fill="${dark}" opacity=".35"/>`,
  garden: (dark, light) =>
    `<path d="M34 58h32l-4 22H38z" fill="${dark}"/><rect x="31" y="52" width="38" height="8" rx="2" fill="${dark}"/><path d="M50 52V28M50 42q-16 0-16-14 16 0 16 14zM50 36q0-15 15-16 1 15-15 16z" fill="${light}" stroke="${light}" stroke-width="2"/>`,
  wellbeing: (dark, light) =>
    `<rect x="34" y="34" width="32" height="46" rx="6" fill="${dark}"/><rect x="38" y="22" width="24" height="13" rx="3" fill="${light}"/><rect x="34" y="46" width="32" height="22" fill="${light}"/><path d="M50 50v14M43 57h14" stroke="${dark}" stroke-width="4" stroke-linecap="round"/>`,
};

/** Draws a product as an SVG, in its own colour. */
export function productPicture(product: Product): string {
  const hue = product.hue;
  const draw = shapes[product.category];
  const tilt = (hue % 7) - 3;
  const body = draw ? draw(`hsl(${hue} 42% 38%)`, `hsl(${(hue + 18) % 360} 62% 78%)`) : '';
  const field = `<rect width="100" height="100" fill="hsl(${hue} 55% 90%)"/><circle cx="${30 + (hue % 40)}" cy="${34 + (hue % 20)}" r="38" fill="hsl(${(hue + 20) % 360} 62% 94%)"/>`;
  const shadow = `<ellipse cx="50" cy="84" rx="28" ry="4" fill="hsl(${hue} 30% 30% / .14)"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${field}${shadow}<g transform="rotate(${tilt} 50 80)">${body}</g></svg>\n`;
}
