export { compileDataMap, type DataMap } from './data-map/compile-data-map.ts';
export { loadDataMap } from './data-map/load-data-map.ts';
export { INTAKE_CHANNEL } from './health/note-batch.ts';
export { type SourceHealth, sourceHealth } from './health/source-health.ts';
export { type IntakeRouteOptions, intakeRoutes, type Sender } from './http/intake-routes.ts';
export { mapForPlatform } from './map-for-platform.ts';
export {
  makeRequestReader,
  type ParsedBatch,
  type ReadOptions,
  type RejectedLine,
  type RequestReader,
  readRequestLines,
} from './read-request-lines.ts';
export { redactText } from './redact/redact-text.ts';
export { houseKeys, type LocalKeys, localKeys, type SealKeys } from './seal-keys.ts';
export { type IntakeOptions, makeDiskCheck, startIntake } from './start-intake.ts';
