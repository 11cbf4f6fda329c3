/** How the page of a run looks: by day and by night, wide and narrow. */

export const pageStyle: string = `
:root{color-scheme:light dark;--ground:#fbfaf8;--card:#fff;--ink:#1d2125;--dim:#5b636c;--edge:#dcd9d3;--good:#1a6f3c;--bad:#b3261e;--badly:#fdecea;--wire:#c9c5bd;--bot:#5b4bb5;--person:#0b6a78;--sound:#b9c8cc;--said:#0b6a78;--pre:#f4f2ee}
@media (prefers-color-scheme:dark){:root{--ground:#15181b;--card:#1e2226;--ink:#e8e6e2;--dim:#a3abb3;--edge:#363c42;--good:#6fcf97;--bad:#ff8f85;--badly:#3a2020;--wire:#4a5158;--bot:#b3a6ff;--person:#6cc9d8;--sound:#41545a;--said:#6cc9d8;--pre:#16191c}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
header,main{max-width:70rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem}
.lab{margin:0;color:var(--dim);font-size:.85rem}
h1{margin:0;font-size:1.6rem;line-height:1.2;overflow-wrap:anywhere}
h2{font-size:1rem;margin:1.5rem 0 .5rem}
.verdict{font-size:1.1rem;font-weight:600;margin:.25rem 0 1rem}
.good{color:var(--good)}.bad{color:var(--bad)}
.note{color:var(--dim);margin:.5rem 0}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
pre{margin:0;padding:.75rem;background:var(--pre);border:1px solid var(--edge);border-radius:6px;overflow:auto;font:13px/1.45 ui-monospace,monospace;max-height:28rem}
:focus-visible{outline:2px solid var(--person);outline-offset:2px}
.run{background:var(--card);border:1px solid var(--edge);border-radius:10px;margin:0 0 .75rem}
.run.failed{border-color:var(--bad)}
.run>summary{padding:.7rem 1rem;cursor:pointer;display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap;list-style:none}
summary::-webkit-details-marker{display:none}
.run>summary::before{content:'▸';color:var(--dim)}
.run[open]>summary::before{content:'▾'}
.sign{font-weight:700}.name{font-weight:600;overflow-wrap:anywhere}.facts{color:var(--dim);font-size:.85rem;margin-left:auto}
.inside{padding:0 1rem 1rem}
.failure{background:var(--badly);border-color:var(--bad);white-space:pre-wrap;overflow-wrap:anywhere}
.line{margin:0 0 1.25rem}
figcaption{font-weight:600;color:var(--person)}
figcaption em{font-weight:400;font-style:normal;color:var(--dim);font-size:.85rem}
.strip{position:relative;height:34px;margin:.3rem 0;background:var(--pre);border:1px solid var(--edge);border-radius:6px;overflow:hidden;cursor:pointer}
.strip>*{position:absolute}
.strip .up{left:var(--from);right:calc(100% - var(--to));bottom:0;height:3px;background:var(--good)}
.strip i{top:12px;height:10px;background:var(--sound);border-radius:2px}
.strip b{top:6px;height:22px;background:var(--said);color:var(--card);font-weight:400;font-size:12px;line-height:22px;padding:0 5px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;border-radius:3px}
.strip u{bottom:0;width:8px;height:8px;margin-left:-4px;background:var(--bot);border-radius:50% 50% 0 0}
.strip b.on{outline:2px solid var(--ink)}
.strip .now{top:0;bottom:0;width:2px;background:var(--bad);left:-4px}
audio{width:100%;height:36px;display:block}
.heard,.deeds ol,.ladder ol{list-style:none;margin:.3rem 0;padding:0}
.heard button{all:unset;box-sizing:border-box;cursor:pointer;display:block;width:100%;padding:.2rem .4rem;border-radius:4px}
.heard button:hover,.heard button.on{background:var(--pre)}
.heard button:focus-visible{outline:2px solid var(--person)}
.heard li{padding:0 .1rem;overflow-wrap:anywhere}
.heard em{font-style:normal;color:var(--bad)}
.heard button>span:first-child{color:var(--said);font-size:.75rem}
time{color:var(--dim);font:12px ui-monospace,monospace;font-variant-numeric:tabular-nums;display:inline-block;min-width:3.6rem;text-align:right;margin-right:.5rem}
.deeds summary{cursor:pointer;color:var(--dim)}
.sideways{display:none}
.rails,.rung>summary,.rung.fact:not(details){display:grid;grid-template-columns:4.6rem 1fr;align-items:center}
.rails{position:sticky;top:0;background:var(--card);border-bottom:1px solid var(--edge);z-index:2;padding:.25rem 0}
.rails div{display:flex}
.rails b{flex:1;text-align:center;font-size:.85rem;overflow:hidden;text-overflow:ellipsis}
.rails .bot{color:var(--bot)}.rails .person{color:var(--person)}
.rung>summary{cursor:pointer;list-style:none}
.rung>summary:hover,.rung[open]>summary{background:var(--pre)}
.lane{position:relative;min-height:30px}
.lane>i{position:absolute;top:0;bottom:0;width:1px;background:var(--wire)}
.lane>s{position:absolute;bottom:5px;height:1.5px;background:var(--ink);text-decoration:none}
.lane>s::after{content:'';position:absolute;top:-3px;border:4px solid transparent}
.lane>s.right::after{right:0;border-left-color:var(--ink);border-right:0}
.lane>s.left::after{left:0;border-right-color:var(--ink);border-left:0}
.bad .lane>s{background:var(--bad)}.bad .lane>s.right::after{border-left-color:var(--bad)}.bad .lane>s.left::after{border-right-color:var(--bad)}
.lane>u{position:absolute;top:11px;width:9px;height:9px;margin-left:-4px;border-radius:50%;background:var(--dim)}
.lane>u.good{background:var(--good)}.lane>u.bad{background:var(--bad)}
.label{position:absolute;left:var(--at);top:1px;transform:translateX(-50%);background:var(--card);padding:0 .35rem;font-size:.85rem;white-space:nowrap;max-width:46%;overflow:hidden;text-overflow:ellipsis;line-height:20px}
.rung>summary:hover .label,.rung[open]>summary .label{background:var(--pre)}
.label em{font-style:normal;color:var(--dim);font-size:.75rem}
.label.after,.label.before{top:5px;color:var(--dim)}
.label.after{transform:none;left:calc(var(--at) + 10px);max-width:calc(100% - var(--at) - 10px)}
.label.before{transform:none;left:auto;right:calc(100% - var(--at) + 10px);max-width:calc(var(--at) - 10px)}
.bad .label,.bad .label em{color:var(--bad)}
.rung>pre,.exchange{margin:.25rem 0 .75rem 4.6rem}
.exchange{display:grid;gap:.4rem}
.exchange p{margin:0;overflow-wrap:anywhere}
.problem{color:var(--bad)}
.url{font:13px ui-monospace,monospace}
@media (max-width:560px){header,main{padding-left:.75rem;padding-right:.75rem}.inside{padding:0 .6rem .8rem}.facts{margin-left:0;flex-basis:100%}.name{flex:1}
.rails,.rung>summary,.rung.fact:not(details){grid-template-columns:3.1rem 1fr}time{min-width:2.7rem;margin-right:.3rem;font-size:11px}.rung>pre,.exchange{margin-left:0}
.label{max-width:96%;font-size:.78rem}.lane>.label:not(.after):not(.before){left:clamp(22%,var(--at),78%);max-width:60%}.rails b{font-size:.72rem}
.sheet[tabindex]{overflow-x:auto}.sheet[tabindex] .wide{min-width:calc(3.1rem + var(--rails)*5.4rem)}.sideways{display:block}.rung>pre,.exchange{position:sticky;left:0;max-width:calc(100vw - 3.2rem)}}
`;
