export { findPersonalData } from './find-personal-data.ts';
export { type Found, type PersonalDataKind, personalDataKinds } from './kinds.ts';
