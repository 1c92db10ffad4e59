/** Colours of both schemes: text keeps 4.5:1 on its ground, lines 3:1. */
const light = `--page:#f3f5f8;--surface:#fff;--border:#dbe1e9;--text:#17202c;--muted:#566274;--grid:#e9edf2;--past:#0b66c3;--ahead:#c8500a;--band:rgba(200,80,10,.18);--limit:#b3141f;--campaign:rgba(138,62,194,.22)`;
const dark = `--page:#0d1219;--surface:#151c26;--border:#273242;--text:#e6ebf2;--muted:#9aa7b8;--grid:#222c3a;--past:#5aa9ff;--ahead:#ff9a5c;--band:rgba(255,154,92,.22);--limit:#ff8087;--campaign:rgba(199,148,255,.28)`;

export const planStyle = `
:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
main{max-width:1000px;margin:0 auto;padding:24px 20px 48px}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 8px}
h2{font-size:1.2rem;margin:0 0 12px}
.lead{color:var(--muted);margin:0 0 20px}
section{background:var(--surface);border:1px solid var(--border);border-radius:8px;padding:18px 20px;margin:0 0 16px}
p{margin:0 0 12px}ul{margin:0;padding-left:1.2em}li{margin:0 0 6px;overflow-wrap:anywhere}
figure{margin:0 0 18px}
figcaption{font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:2px 0 6px;color:var(--muted);font-size:.85rem}
.legend span{display:inline-flex;align-items:center;gap:6px}
.key{display:inline-block;width:22px;height:0;border-top:2.5px solid}
.key.past{border-color:var(--past)}.key.ahead{border-color:var(--ahead)}
.key.limit{border-color:var(--limit);border-top-style:dashed}
.key.band,.key.campaign{height:12px;border:0}.key.band{background:var(--band)}.key.campaign{background:var(--campaign)}
.plot{display:block;width:100%;height:auto;font-size:12px}
.plot.narrow{display:none}
.grid,.axis,.now,.limit,.past,.ahead{fill:none}
.plot .grid{stroke:var(--grid)}.plot .axis{stroke:var(--muted)}
.plot .now{stroke:var(--muted);stroke-dasharray:2 4}
.plot .past{stroke:var(--past);stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.plot .ahead{stroke:var(--ahead);stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
.plot .band{fill:var(--band)}.plot .campaign{fill:var(--campaign)}
.plot .limit{stroke:var(--limit);stroke-dasharray:6 4;stroke-width:1.5}
.plot .tick{fill:var(--muted)}
.plot .limit-label{fill:var(--limit);paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
.table{overflow-x:auto;margin:0 0 16px}
.table:focus-visible{outline:2px solid var(--past);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--muted);padding:0 0 6px;font-size:.85rem}
th,td{text-align:left;padding:6px 14px 6px 0;border-bottom:1px solid var(--border);vertical-align:top}
thead th{color:var(--muted);font-weight:600;white-space:nowrap}
tbody th{font-weight:400;min-width:11em}
td{min-width:4.5em}
@media (max-width:600px){main{padding:16px 10px 32px}section{padding:14px 12px}h1{font-size:1.3rem}tbody th{min-width:9em}td{min-width:6.5em}.plot.wide{display:none}.plot.narrow{display:block}}
@media print{body{background:none}section{break-inside:avoid}}
`;
