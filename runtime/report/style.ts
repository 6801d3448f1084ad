/** The style sheet: one column of cards on a desk, one of plots in a hand, ink on white on paper. */
import { plotRules, variables } from './palette.ts';

export function styleSheet(): string {
  return `:root{color-scheme:light dark;${variables('light')}
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;
--up:31 111 178;--down:194 87 12;--edge:rgb(0 0 0/.28)}
@media (prefers-color-scheme:dark){:root{${variables('dark')}--up:98 172 232;--down:241 149 75;--edge:rgb(255 255 255/.34)}}
${LAYOUT}
${plotRules()}
${PRINT}`;
}

/**
 * A table wider than the screen scrolls in `.scroll`, and has to look so without a script: a shade stands at the edge that
 * hides something, and is covered by a patch that moves with the table at the edge that hides nothing. Names of rows stay.
 */
const LAYOUT = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 var(--sans);font-variant-numeric:tabular-nums}
.page{max-width:1136px;margin:0 auto;padding:40px 24px 72px}
h1,h2,h3,p,ul,dl,dd,figure,table{margin:0;padding:0}
h1{font-size:32px;line-height:1.15;font-weight:680;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{font-size:21px;line-height:1.25;font-weight:660;letter-spacing:-.01em;margin:64px 0 20px;padding-top:14px;border-top:2px solid var(--ink)}
h3{font-size:15px;line-height:1.35;font-weight:640}
a{color:inherit;text-decoration-color:var(--zero);text-underline-offset:3px}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:2px solid var(--long);outline-offset:2px}
.eyebrow{color:var(--muted);font-size:13px;margin-bottom:6px}
.facts{display:flex;flex-wrap:wrap;gap:4px 28px;margin-top:14px;color:var(--muted);font-size:14px}
.facts div{display:flex;gap:8px}
.facts dd{color:var(--ink)}
.badge{display:flex;gap:12px;align-items:baseline;margin-top:22px;padding:11px 16px;border:1px solid var(--stop);border-left-width:5px;border-radius:4px;background:var(--cash);font-size:14px}
.badge strong{color:var(--stop);white-space:nowrap;font-weight:680}
.tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:1px;margin-top:26px;background:var(--line);border:1px solid var(--line);border-radius:6px;overflow:hidden}
.tiles div{background:var(--paper);padding:14px 16px 13px;display:flex;flex-direction:column}
.tiles dt{color:var(--muted);font-size:13px}
.tiles dd.value{font-size:26px;line-height:1.3;font-weight:640;letter-spacing:-.015em;white-space:nowrap}
.tiles dd.note{color:var(--muted);font-size:12.5px;line-height:1.4}
.tiles .lead{background:var(--panel)}
.verdict{margin-top:18px;max-width:76ch;font-size:16px;text-wrap:pretty}
.suspect{margin-top:10px;max-width:84ch;font-size:14px;color:var(--stop);text-wrap:pretty}
.contents{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:22px;font-size:14px;color:var(--muted);list-style:none}
.grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:40px 32px}
.full,.grid>.block:last-child:nth-child(odd){grid-column:1/-1}
.plot{display:flex;flex-direction:column;min-width:0}
.plot figcaption p{color:var(--muted);font-size:13.5px;line-height:1.45;margin-top:2px;max-width:100ch;text-wrap:pretty}
.plot svg{display:block;width:100%;height:auto;overflow:visible}
.plot svg.narrow{display:none}
.drawing{margin-top:10px}
.half .drawing{margin-top:auto;padding-top:10px}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;margin-top:8px;list-style:none;font-size:12.5px;color:var(--muted)}
.legend li{display:flex;align-items:center;gap:7px}
.key{width:18px;height:0;border-top:2.5px solid var(--key)}
.key.dashed{border-top-style:dashed;border-top-width:2px}
.key.bar{width:11px;height:11px;border:0;background:var(--key);border-radius:2px}
.nothing{margin-top:10px;padding:28px 16px;border:1px dashed var(--line);border-radius:4px;color:var(--muted);text-align:center;font-size:14px}
.block{margin-top:40px;min-width:0}
.grid .block{margin-top:0}
.block>p{color:var(--muted);font-size:13.5px;margin-top:2px;max-width:100ch;text-wrap:pretty}
.scroll{overflow-x:auto;margin-top:12px;background:
linear-gradient(to right,var(--paper) 50%,transparent) left/24px 100% no-repeat local,
linear-gradient(to left,var(--paper) 50%,transparent) right/24px 100% no-repeat local,
linear-gradient(to right,var(--edge),transparent) left/12px 100% no-repeat scroll,
linear-gradient(to left,var(--edge),transparent) right/12px 100% no-repeat scroll}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.35}
th{font-weight:500;color:var(--muted);text-align:left}
thead th{font-size:12.5px;vertical-align:bottom;border-bottom:1px solid var(--zero)}
th,td{padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:baseline}
th:last-child,td:last-child{padding-right:0}
.n+td:not(.n):not(.barred){padding-left:22px}thead .n+th:not(.n){padding-left:22px}
.whole,.whole code{white-space:nowrap}
.n{text-align:right;white-space:nowrap;padding-left:8px}
tbody th{color:var(--ink);font-weight:400}
tbody tr.group span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 32px)}
tbody tr.group th{color:var(--muted);font-size:12.5px;padding-top:18px;font-weight:600}
.noted small{display:block;color:var(--muted);font-size:12.5px;line-height:1.35;text-wrap:pretty}.noted tbody th{min-width:160px}
.legs thead th.long{color:var(--long)}.legs thead th.short{color:var(--short)}
.months{table-layout:fixed;min-width:760px}
.months th,.months td{padding:7px 4px;text-align:right;border:0}
.months th:first-child{text-align:left;padding-left:0;position:sticky;left:0;background:var(--paper);font-weight:600;width:56px}
.months td{border:2px solid var(--paper);border-radius:5px;white-space:nowrap}
.months td.up{background:rgb(var(--up)/var(--heat))}
.months td.down{background:rgb(var(--down)/var(--heat))}
.months td.none{color:var(--zero)}
.months td:last-child{font-weight:640;border-left:10px solid var(--paper)}
.bar{display:inline-block;height:9px;min-width:1px;border-radius:1.5px;vertical-align:baseline}
.bar.long{background:var(--long)}.bar.short{background:var(--short)}.bar.ink{background:var(--ink)}
td.barred{width:38%;padding-left:4px}
code,.mono{font-family:var(--mono);font-size:12.5px;font-variant-ligatures:none}
.hash{overflow-wrap:anywhere}
.said{color:var(--ink)}.unsaid{color:var(--muted)}
.notes{list-style:none;margin-top:12px;max-width:84ch}
.notes li{padding:8px 0 8px 18px;border-bottom:1px solid var(--line);position:relative;text-wrap:pretty}
.notes li::before{content:"";position:absolute;left:2px;top:17px;width:5px;height:5px;border-radius:50%;background:var(--zero)}
.source{margin-top:12px;background:var(--panel);border:1px solid var(--line);border-radius:6px;overflow-x:auto;padding:14px 0;font:12.5px/1.6 var(--mono);font-variant-ligatures:none;tab-size:2}
.source ol{list-style:none;margin:0;padding:0;width:max-content;min-width:100%;counter-reset:line}
.source li{white-space:pre;padding-right:20px;counter-increment:line}
.source li::before{content:counter(line);display:inline-block;width:46px;margin-right:16px;text-align:right;color:var(--muted);user-select:none}
.source .c{color:var(--muted);font-style:italic}.source .k{font-weight:680}.source .v{color:var(--long)}.source .t{color:var(--short)}
footer{margin-top:56px;color:var(--muted);font-size:13px}
@media (max-width:1000px){.tiles{grid-template-columns:repeat(auto-fit,minmax(150px,1fr))}}
@media (max-width:820px){.grid{grid-template-columns:minmax(0,1fr)}.page{padding:24px 16px 48px}h1{font-size:26px}h2{margin-top:48px}
.badge{flex-direction:column;gap:2px}.facts{flex-direction:column}.tiles{grid-template-columns:repeat(2,1fr)}.tiles div{padding:11px 12px}.tiles dd.value{font-size:22px}}
@media (max-width:600px){.scroll th:first-child:not([colspan]){position:sticky;left:0;background:var(--paper)}.noted tbody th{min-width:128px}
.plot svg.wide{display:none}.plot svg.narrow{display:block}}`;

const PRINT = `@media print{@page{margin:14mm}:root{color-scheme:light;${variables('light')}}
body{font-size:11px}.page{max-width:none;padding:0}.contents{display:none}h1{font-size:22px}h2{margin-top:28px;font-size:15px;break-after:avoid}
.plot,.tiles,.badge,tr{break-inside:avoid}.grid{grid-template-columns:repeat(2,minmax(0,1fr));gap:22px}
.plot svg.wide{display:block}.plot svg.narrow{display:none}.scroll,.source{overflow:visible}.scroll{background:none}.months{min-width:0}table{font-size:10px}.n{padding-left:4px}.months th,.months td{padding:4px 2px}.tiles{grid-template-columns:repeat(5,1fr)}.tiles dd.value{font-size:17px}.tiles div{padding:8px 10px}.facts{flex-direction:row}.source li{white-space:pre-wrap}
.tiles,.months td,.bar,.key,.badge,.plot svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`;
