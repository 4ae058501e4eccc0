export { detectInArea } from './detect-in-area.ts';
export { inEnglish, titleOf, whyKeyOf } from './explain.ts';
export type { Area, Finding } from './finding.ts';
export { readTouched } from './read-touched.ts';
export { readUsual } from './rules/read-usual.ts';
