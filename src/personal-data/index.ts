export { findPersonalData, mayHoldPersonalData } from './find-personal-data.ts';
