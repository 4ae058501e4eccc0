export { takeGlance } from './glance.ts';
export { publicRoutes } from './public-routes.tsx';
export { routes } from './routes.tsx';
export { checkMessage } from './verbs/check-message.ts';
export { reportSuspicion } from './verbs/report-suspicion.ts';
