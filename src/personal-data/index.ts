export { type Eye, openEye, rowOfSeen, type Seen, type SeenRow } from './answers/open-eye.ts';
export { messagePieces } from './answers/take-apart.ts';
export { findPersonalData, mayHoldPersonalData } from './find-personal-data.ts';
