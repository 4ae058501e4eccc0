import { lawTables, summarizeOutcome } from '#steps/decide/index.ts';
import { lawCases } from '../src/steps/decide/testing/law-cases.ts';
const law = lawTables(); const cases=lawCases(); const now = new Date('2026-11-30T12:00:00Z');
for (const c of cases) summarizeOutcome(c.facts, law, now);
const rows = cases.map(c=>{ let m=1e9; for (let i=0;i<2;i++){ const b=process.cpuUsage(); summarizeOutcome(c.facts, law, now); const {user,system}=process.cpuUsage(b); m=Math.min(m,(user+system)/1000);} return [m, c.id] as const});
const s=rows.toSorted((x,y)=>y[0]-x[0]);
console.log('warm: sum', rows.reduce((a,b)=>a+b[0],0).toFixed(0),'median',s[Math.floor(s.length/2)]![0],'p99',s[Math.floor(s.length*0.01)]![0], s.slice(0,6).join(' '));
