export { showIn } from './checks/compute-deadline.ts';
export { readFactsText } from './checks/read-facts-text.ts';
export { type Assessment, summarizeOutcome } from './checks/summarize-outcome.ts';
export { lawTables } from './tables.ts';
