export { takeGlance } from './glance.tsx';
export { reactions } from './reactions.ts';
export { recordBeat } from './record-beat.ts';
export { startWatching } from './start-watching.ts';
export { addCheck } from './verbs/add-check.ts';
export { noteStates } from './verbs/note-states.ts';
export { pauseCheck } from './verbs/pause-check.ts';
export { removeCheck } from './verbs/remove-check.ts';
