/** One style for reports in a file of their own: light and dark, readable on a phone, on paper without colours of the ground. */
export const REPORT_STYLE = `:root{color-scheme:light dark;--ink:#222;--paper:#fbf8f2;--card:#fff;--line:#8a8577;--grave:#b3261e;--brass:#8a5f10;--soft:#5c574a}
@media(prefers-color-scheme:dark){:root{--ink:#ece7da;--paper:#17150f;--card:#221f17;--line:#8a8577;--grave:#ff8a80;--brass:#e0b45c;--soft:#b5ae9c}}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--paper)}
h1{line-height:1.25}h2{font-size:1.15rem;margin:.6rem 0}section{border-left:.4rem solid var(--brass);padding:.1rem 1rem;margin:1rem 0;background:var(--card)}
section.critical,section.high{border-color:var(--grave)}section.low,section.info{border-color:var(--line)}section.unknown{border-left-style:dashed;border-color:var(--line)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th{text-align:left;color:var(--soft);font-weight:600}td,th{padding:.2rem .8rem .2rem 0;vertical-align:top}
code{overflow-wrap:anywhere}td{overflow-wrap:anywhere}p.soft,.soft{color:var(--soft)}summary{cursor:pointer;padding:.4rem 0}details{margin:.4rem 0}
@media print{:root{--paper:#fff;--card:#fff}body{margin:0}details{display:block}}`;

/** Nothing may be loaded by such a file, and nothing in it runs. */
export const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'";
