export { type Eye, openEye, type SeenRow } from './answers/open-eye.ts';
export { messagePieces } from './answers/take-apart.ts';
export { findPersonalData, mayHoldPersonalData } from './find-personal-data.ts';
