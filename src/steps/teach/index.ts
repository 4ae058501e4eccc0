export { takeGlance } from './glance.ts';
export { checkMessage } from './verbs/check-message.ts';
