export { judgeInspection } from './checks/judge-inspection.ts';
export { collectInspection } from './collectors/collect-inspection.ts';
export type { CollectOptions, Outside } from './collectors/collect-options.ts';
export { type InspectionReport, isIncomplete } from './report/inspection-report.ts';
export { toHtml } from './report/to-html.tsx';
export { toJson } from './report/to-json.ts';
export { toJunit } from './report/to-junit.ts';
export { toSarif } from './report/to-sarif.ts';
export { toText } from './report/to-text.ts';
