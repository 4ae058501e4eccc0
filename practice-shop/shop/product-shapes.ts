/** Simple pictures on a 100 by 100 field, standing on y = 84, in a dark and a light shade of the product's colour. */
export type Shape = (dark: string, light: string) => string;

const line = (d: string, colour: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const box = (x: number, y: number, width: number, height: number, round: number, colour: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${colour}"/>`;
const fill = (d: string, colour: string): string => `<path d="${d}" fill="${colour}"/>`;

const tin: Shape = (dark, light) =>
  box(32, 34, 36, 50, 4, dark) +
  box(30, 28, 40, 9, 3, light) +
  box(32, 50, 36, 20, 0, light) +
  line('M44 66q6-14 12-12-2 10-12 12z', dark, 2.5);
const mug: Shape = (dark, light) =>
  fill('M30 46h36v26a12 12 0 0 1-12 12H42a12 12 0 0 1-12-12z', dark) +
  line('M66 54h5a9 9 0 0 1 0 18h-6', dark, 4) +
  `<ellipse cx="48" cy="46" rx="18" ry="4" fill="${light}"/>` +
  line('M42 38q-4-5 0-9t0-9M54 38q-4-5 0-9t0-9', light, 2.5);
const book: Shape = (dark, light) =>
  box(28, 24, 42, 60, 4, dark) + box(35, 24, 35, 60, 3, light) + line('M42 38h20M42 46h20M42 54h13', dark, 2) + box(60, 24, 4, 26, 0, dark);
const cards: Shape = (dark, light) =>
  `<g transform="rotate(-9 50 60)">${box(30, 36, 40, 30, 3, dark)}</g><g transform="rotate(5 50 64)">${box(31, 46, 42, 32, 3, light)}${line('M38 56h26M38 63h18', dark, 2)}</g>`;
const bottle: Shape = (dark, light) =>
  box(34, 38, 32, 46, 6, dark) + box(39, 25, 22, 14, 3, light) + box(34, 50, 32, 22, 0, light) + line('M50 55v12M44 61h12', dark, 4);
const carton: Shape = (dark, light) =>
  box(28, 42, 44, 42, 3, dark) + fill('M28 42l7-9h30l7 9z', light) + box(35, 52, 30, 20, 2, light) + line('M50 56v12M44 62h12', dark, 3.5);
const pot: Shape = (dark, light) =>
  fill('M34 60h32l-4 24H38z', dark) +
  box(31, 53, 38, 9, 2, dark) +
  line('M50 53V30', light, 2.5) +
  fill('M50 45q-16 0-16-15 16 0 16 15zM50 38q0-16 15-17 1 16-15 17z', light);
const basket: Shape = (dark, light) =>
  line('M34 52q16-36 32 0', dark, 3.5) + fill('M26 52h48l-6 32H32z', dark) + line('M31 62h38M33 72h34M42 54l3 29M58 54l-3 29', light, 2);

/** Which picture belongs to which words of a product's name. The first that fits is taken. */
export const shapes: readonly (readonly [words: RegExp, shape: Shape])[] = [
  [
    /teapot/i,
    (dark, light) =>
      fill('M30 56q0-18 20-18t20 18v10q0 18-20 18T30 66z', dark) +
      line('M70 58q10-2 9 8t-11 10', dark, 4) +
      fill('M32 60q-12-2-15-14l6-2q3 9 11 9z', dark) +
      `<ellipse cx="50" cy="41" rx="13" ry="3.500" fill="${light}"/><circle cx="50" cy="35" r="4" fill="${light}"/>`,
  ],
  [/mug|espresso|cocoa/i, mug],
  [/tea\b|grey|rooibos|peppermint|bath salt/i, tin],
  [
    /board$/i,
    (dark, light) =>
      `<g transform="rotate(18 50 56)">${box(34, 26, 32, 58, 7, dark)}${box(45, 12, 10, 18, 5, dark)}<circle cx="50" cy="18" r="2.500" fill="${light}"/>${line('M41 42v30M50 38v38M59 42v30', light, 1.5)}</g>`,
  ],
  [
    /saucepan/i,
    (dark, light) =>
      fill('M28 54h40v18a12 12 0 0 1-12 12H40a12 12 0 0 1-12-12z', dark) +
      box(67, 56, 22, 6, 3, dark) +
      box(26, 48, 44, 7, 3, light) +
      `<circle cx="48" cy="45" r="4" fill="${dark}"/>`,
  ],
  [
    /tray/i,
    (dark, light) =>
      box(22, 66, 56, 10, 5, dark) +
      box(27, 62, 46, 6, 3, light) +
      line('M24 66q-6-2-4-8M76 66q6-2 4-8', dark, 3.5) +
      fill('M36 44h12v12a6 6 0 0 1-12 0zM54 44h12v12a6 6 0 0 1-12 0z', dark),
  ],
  [
    /butter/i,
    (dark, light) =>
      `${fill('M30 70q0-24 20-24t20 24z', light) + box(24, 70, 52, 9, 4, dark)}<circle cx="50" cy="43" r="4.500" fill="${dark}"/>`,
  ],
  [
    /towel/i,
    (dark, light) =>
      box(30, 26, 40, 5, 2.5, dark) + box(34, 29, 32, 53, 2, light) + box(34, 62, 32, 4, 0, dark) + box(34, 70, 32, 4, 0, dark),
  ],
  [
    /bowl/i,
    (dark, light) =>
      fill('M24 52h52a26 26 0 0 1-52 0z', dark) +
      `<circle cx="42" cy="47" r="8" fill="${light}"/><circle cx="57" cy="46" r="9" fill="${light}"/>` +
      box(40, 76, 20, 8, 2, dark) +
      fill('M24 52h52v4H24z', dark),
  ],
  [/notebook|diary/i, book],
  [/cards?|stickers|envelopes/i, cards],
  [/pencil case/i, (dark, light) => box(22, 50, 56, 28, 12, dark) + line('M30 58h38', light, 2.5) + box(66, 55, 8, 12, 3, light)],
  [
    /pen\b|highlighters/i,
    (dark, light) =>
      `<g transform="rotate(32 50 54)">${box(44, 18, 12, 50, 4, dark)}${fill('M44 68h12l-6 16z', light)}${box(44, 28, 12, 5, 0, light)}</g>`,
  ],
  [
    /calendar/i,
    (dark, light) =>
      box(28, 30, 44, 52, 4, light) +
      box(28, 30, 44, 14, 4, dark) +
      line('M38 25v9M62 25v9', dark, 3.5) +
      line('M37 54h4M48 54h4M59 54h4M37 64h4M48 64h4M59 64h4M37 74h4M48 74h4', dark, 3.5),
  ],
  [
    /cushion/i,
    (dark, light) => fill('M26 40q24 8 48 0-6 20 0 42-24-7-48 0 6-22 0-42z', dark) + line('M38 52q12 5 24 0M38 70q12-4 24 0', light, 2),
  ],
  [/lamp/i, (dark, light) => fill('M36 28h28l8 26H28z', light) + box(48, 54, 4, 24, 0, dark) + box(36, 78, 28, 6, 3, dark)],
  [
    /blanket/i,
    (dark, light) =>
      box(24, 64, 52, 18, 8, dark) +
      box(26, 50, 48, 17, 8, light) +
      box(28, 38, 44, 15, 7, dark) +
      line('M34 45h24M32 58h28M32 73h30', light, 1.8),
  ],
  [/basket/i, basket],
  [
    /candle/i,
    (dark, light) =>
      box(35, 48, 30, 36, 4, dark) +
      line('M50 48v-7', dark, 2) +
      fill('M50 40q-7-7 0-17 7 10 0 17z', light) +
      box(40, 60, 20, 12, 2, light),
  ],
  [
    /vase/i,
    (dark, light) =>
      fill('M44 42h12q0 8 6 16 6 12-4 26H42q-10-14-4-26 6-8 6-16z', dark) +
      line('M47 42q-6-10-10-14M52 42q2-12 8-18', light, 2.5) +
      `<circle cx="36" cy="26" r="6" fill="${light}"/><circle cx="61" cy="22" r="6.500" fill="${light}"/>`,
  ],
  [/doormat/i, (dark, light) => fill('M20 78l10-26h40l10 26z', dark) + line('M30 72h40M34 62h32', light, 2.5)],
  [/frame/i, (dark, light) => box(30, 26, 40, 56, 2, dark) + box(36, 32, 28, 44, 1, light) + line('M40 68l8-14 6 9 4-5 4 10z', dark, 2)],
  [
    /trowel/i,
    (dark, light) =>
      `<g transform="rotate(28 50 54)">${box(46, 16, 8, 28, 4, dark)}${fill('M40 48h20q2 24-10 36-12-12-10-36z', light)}${box(48, 42, 4, 8, 0, dark)}</g>`,
  ],
  [
    /can$/i,
    (dark, light) =>
      fill('M40 48h32v36H40z', dark) + line('M40 66 22 46', dark, 5) + line('M46 48q10-26 26 2', light, 3.5) + line('M18 50l8-8', dark, 4),
  ],
  [
    /twine/i,
    (dark, light) =>
      box(32, 38, 36, 42, 4, light) +
      line('M34 44l32 6M34 52l32 6M34 60l32 6M34 68l32 6', dark, 3) +
      box(28, 32, 44, 7, 3, dark) +
      box(28, 78, 44, 6, 3, dark),
  ],
  [
    /gloves/i,
    (dark, light) =>
      fill('M36 84V52l-8-10q-2-5 3-5l10 10V28q0-4 4-4t4 4v-3q0-4 4-4t4 4v4q0-4 4-4t4 4v55z', dark) + box(35, 74, 31, 6, 2, light),
  ],
  [
    /seed|wildflower/i,
    (dark, light) =>
      box(32, 30, 36, 54, 3, light) +
      fill('M32 30h36v10H32z', dark) +
      line('M50 76V58', dark, 2.5) +
      fill('M50 68q-10 0-10-10 10 0 10 10zM50 62q0-10 10-11 0 11-10 11z', dark),
  ],
  [
    /hot water/i,
    (dark, light) => box(30, 40, 40, 44, 14, dark) + box(43, 28, 14, 14, 3, light) + line('M38 54h24M38 64h24M38 74h24', light, 2.5),
  ],
  [/strips|test|monitor|earplugs/i, carton],
  [/pot\b/i, pot],
];

/** What stands in where no word fits. */
export const otherwise: Shape = bottle;
