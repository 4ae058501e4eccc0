// Country calling codes that are given out (ITU-T E.164, list of 2016 with its notices); from memory.
const CODE =
  /^(?:1|7|2[07]|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|21[123689]|2[2346]\d|25[0-8]|29[01789]|35\d|37\d|38[0-35-79]|42[013]|50\d|59\d|67[02-9]|68\d|69[012]|80[08]|85[02356]|87[0-489]|88[0123568]|96[0-8]|97[0-79]|99[2-68])/;
/** How many digits follow the code where that is fixed or narrow. */
const LENGTHS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  1: [10, 10],
  7: [10, 10],
  31: [9, 11],
  32: [8, 9],
  33: [9, 9],
  34: [9, 9],
  36: [8, 9],
  40: [9, 9],
  41: [9, 12],
  44: [9, 10],
  45: [8, 12],
  46: [7, 13],
  47: [5, 12],
  48: [9, 9],
  61: [5, 15],
  81: [9, 10],
  86: [9, 12],
  420: [9, 9],
};
const FEWEST = 8;
const MOST = 15;

/**
 * Whether a number with a plus or two zeros in front is of a country and of a length that numbers there have. A `(0)` that is only dialled
 * at home does not count.
 */
export function isInternational(written: string): boolean {
  const digits = written.replace(/\(0\)/, '').replace(/\D/g, '').replace(/^00/, '');
  const code = CODE.exec(digits)?.[0];
  if (code === undefined || digits.length < FEWEST || digits.length > MOST) return false;
  const [least, most] = LENGTHS[code] ?? [FEWEST - code.length, MOST - code.length];
  return digits.length - code.length >= least && digits.length - code.length <= most;
}
