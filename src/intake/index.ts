export type { DataMap } from './data-map/compile-data-map.ts';
export { loadDataMap } from './data-map/load-data-map.ts';
export { INTAKE_CHANNEL } from './health/note-batch.ts';
export { sourceHealth } from './health/source-health.ts';
export { intakeRoutes, type Sender } from './http/intake-routes.ts';
export { makeRequestReader, type ParsedBatch, readRequestLines } from './read-request-lines.ts';
export { type LocalKeys, localKeys } from './seal-keys.ts';
export { makeDiskCheck, startIntake } from './start-intake.ts';
