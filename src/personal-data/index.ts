export { findInAnswer, type OwnValues, type SeenAnswer, type Shown } from './answers/find-in-answer.ts';
export { type Eye, type EyeMeans, openEye, type SeenRow } from './answers/open-eye.ts';
export { dataPieces } from './answers/take-apart.ts';
export { findPersonalData, mayHoldPersonalData } from './find-personal-data.ts';
