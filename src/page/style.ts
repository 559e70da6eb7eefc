/** The report's style sheet: light and dark, wide and narrow, screen and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f3f5f7; --sheet: #fff; --well: #e9edf0; --ink: #17212b; --soft: #55626f; --line: #d5dce2;
  --link: #0a5ba8; --fail: #b3201f; --pass: #176f43; --unjudged: #8a5700; --error: #5c45a8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1317; --sheet: #161d23; --well: #0a0e11; --ink: #e4eaef; --soft: #9daab6; --line: #2c3740;
    --link: #7ab8ff; --fail: #ff857c; --pass: #5ccb93; --unjudged: #efbd4a; --error: #b8a6ff;
  }
}
.fail { --tone: var(--fail) } .pass { --tone: var(--pass) }
.unjudged { --tone: var(--unjudged) } .error { --tone: var(--error) }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100% }
h1, h2, h3, p, figure, dl, dd, ol, fieldset { margin: 0; padding: 0 }
h1 { font-size: 30px; line-height: 1.15; letter-spacing: -.015em }
h2 { font-size: 18px } h3 { font-size: 16px; font-weight: 600 }
h1, h3, dd, figcaption, .message { overflow-wrap: anywhere }
a { color: var(--link) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.definitions { position: absolute; width: 0; height: 0 }
.icon { inline-size: 1.1em; block-size: 1.1em; flex: none; fill: currentColor; vertical-align: -.16em }
.sign { fill: none; stroke: var(--sheet); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round }
.skip { position: absolute; inset-inline-start: -999px } .skip:focus { inset: 8px auto auto 8px; padding: 8px 12px; background: var(--sheet); z-index: 1 }
main { display: flex; flex-direction: column; gap: 28px; max-inline-size: 1180px; margin: 0 auto; padding: 32px 24px 40px }
.summary { order: 1; outline: none } .results { order: 2 } footer { order: 3 }

.masthead { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px 32px; align-items: start }
.kicker { color: var(--soft); font-size: 12px; font-weight: 600; letter-spacing: .09em; text-transform: uppercase; margin-block-end: 4px }
.note, .timings, .score-text, footer { color: var(--soft); font-size: 13px }
.title .note { margin-block-start: 6px }
.threshold { display: flex; gap: 10px; padding: 12px 14px; border: 1px solid var(--line); border-inline-start: 4px solid var(--tone); border-radius: 6px; background: var(--sheet) }
.threshold { --tone: var(--unjudged) } .threshold.holding { --tone: var(--pass) }
.threshold .icon { color: var(--tone); margin-block-start: .15em } .threshold strong { color: var(--tone) }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 12px 24px; grid-column: 1 / -1; padding-block: 16px; border-block: 1px solid var(--line) }
dt { color: var(--soft); font-size: 12px } dd { font-size: 14px }
.support { display: flex; flex-wrap: wrap; gap: 10px; grid-column: 1 / -1 }
.support figure { inline-size: 88px } .support figcaption { font-size: 11px; line-height: 1.25 }

.filters { display: flex; flex-wrap: wrap; gap: 8px; margin-block: 12px 16px; border: 0 }
.filters legend { position: absolute; clip-path: inset(50%); block-size: 1px; overflow: hidden }
.filters label { display: flex; align-items: center; gap: 8px; padding: 6px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); cursor: pointer }
.filters b { font-size: 20px; line-height: 1.2 }
.filters input { position: absolute; opacity: 0; pointer-events: none }
.filters label:has(:checked) { border-color: var(--tone, var(--ink)); box-shadow: inset 0 0 0 1px var(--tone, var(--ink)) }
.filters label:has(:focus-visible) { outline: 3px solid var(--link); outline-offset: 2px }
main:has([value=fail]:checked) :is(.card, .overview li):not(.fail),
main:has([value=unjudged]:checked) :is(.card, .overview li):not(.unjudged),
main:has([value=error]:checked) :is(.card, .overview li):not(.error),
main:has([value=pass]:checked) :is(.card, .overview li):not(.pass) { display: none }
.overview { display: grid; grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 8px; list-style: none; max-block-size: 424px; overflow: auto; padding: 3px; margin: -3px }
.overview a { display: block; border: 2px solid var(--tone); border-radius: 5px; overflow: hidden; background: var(--sheet); text-decoration: none; color: var(--tone); font-size: 11.5px; font-weight: 600 }
.overview :is(img, .blank) { display: block; inline-size: 100%; block-size: auto; aspect-ratio: 1; object-fit: cover; background: var(--well) }
.overview .blank { display: grid; place-items: center; font-size: 30px }
.caption { display: flex; align-items: center; gap: 3px; padding: 2px 4px; white-space: nowrap; overflow: hidden }
.legend { display: grid; grid-template-columns: 1fr 1fr 1fr; margin-block-start: 6px; font-size: 11px; color: var(--soft) }
.gradient { grid-column: 1 / -1; block-size: 8px; border-radius: 2px; background: var(--scale); box-shadow: 0 0 0 1px var(--line) }
.tick:nth-child(3) { text-align: center } .tick:nth-child(4) { text-align: end }

.badge { display: inline-flex; align-items: center; gap: 6px; color: var(--tone); font-weight: 700; white-space: nowrap }
.results { display: flex; flex-direction: column; gap: 16px }
.card { padding: 14px 18px 16px; background: var(--sheet); border: 1px solid var(--line); border-block-start: 4px solid var(--tone); border-radius: 6px; content-visibility: auto; contain-intrinsic-size: auto 700px; scroll-margin-block-start: 12px }
.card:target { box-shadow: 0 0 0 3px var(--link) }
.card > header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 14px; margin-block-end: 12px }
.card h3 { flex: 1 1 14em; min-inline-size: 0 }
.card.error > header { margin-block-end: 4px }
.code { font: 13px ui-monospace, Consolas, monospace; color: var(--soft) }
.remedy { margin-block-start: 4px } .remedy::before { content: "Remedy: "; font-weight: 600 }
.reasons { list-style: none; margin: 0 0 14px; padding: 10px 14px; border-inline-start: 4px solid var(--tone); border-radius: 4px; background: var(--well) }
.reasons li + li { margin-block-start: 10px } .reasons strong { color: var(--tone) } .reasons .remedy { margin-block-start: 2px }
.score { display: grid; grid-template-columns: minmax(0, 1fr) minmax(155px, max-content); gap: 0 10px; align-items: center; flex: 0 1 460px; min-inline-size: 250px }
.bar { position: relative; block-size: 14px; background: var(--well); border-radius: 3px }
.fill { display: block; block-size: 100%; background: var(--tone); border-radius: 3px }
.beyond .fill { clip-path: polygon(0 0, calc(100% - 11px) 0, 100% 50%, calc(100% - 11px) 100%, 0 100%); border-radius: 0 }
.bar.unknown { background: none; border: 1px dashed var(--soft) }
.mark { position: absolute; inset: -5px auto -5px 50%; inline-size: 2px; margin-inline-start: -1px; background: var(--ink); box-shadow: 0 0 0 1px var(--sheet) }
.ratio { font-size: 20px; font-weight: 700; white-space: nowrap; text-align: end } .ratio span { font-size: 12px; font-weight: 400; color: var(--soft) }
.score-text { grid-column: 1 / -1; margin-block-start: 2px }
.views { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px }
.frame { position: relative; display: grid; background: var(--well); border-radius: 3px; overflow: hidden }
.frame > * { grid-area: 1 / 1; inline-size: 100%; block-size: auto }
.views .frame > * { max-block-size: 380px; object-fit: contain }
.frame svg { position: absolute; inset: 0; block-size: 100% }
.enlarges { cursor: zoom-in }
.boxes rect { fill: none; vector-effect: non-scaling-stroke }
.boxes .casing { stroke: #101418; stroke-width: 4px } .boxes .line { stroke: #fff; stroke-width: 1.5px }
.boxes .tag { fill: #fff; stroke: #101418; stroke-width: 1px } .number { fill: #101418; text-anchor: middle; font-weight: 700 }
figcaption { margin-block-start: 4px; font-size: 13px } figcaption span, th span { color: var(--soft); font-weight: 400 }
details { margin-block-start: 12px; border-block-start: 1px solid var(--line); padding-block-start: 8px }
summary::first-letter { text-transform: uppercase }
summary { font-weight: 600; font-size: 14px; cursor: pointer; inline-size: fit-content }
.evidence { display: flex; flex-wrap: wrap; gap: 16px 28px; margin-block-start: 10px }
.comparison { display: grid; grid-template-columns: 144px 144px; gap: 6px 12px; align-content: start; inline-size: 300px; max-inline-size: 100% }
.comparison p { grid-column: 1 / -1; font-size: 13px; color: var(--soft); overflow-wrap: anywhere }
.tables { flex: 1 1 420px; min-inline-size: 0; overflow-x: auto }
table { border-collapse: collapse; font-size: 13px; inline-size: 100% }
th, td { padding: 4px 10px; text-align: end; border-block-end: 1px solid var(--line); white-space: nowrap } :is(th, td):first-child { text-align: start; padding-inline-start: 0 }
thead th { white-space: normal; vertical-align: bottom; font-size: 12px; color: var(--soft); font-weight: 600 }
.timings, .tables .note { margin-block-start: 10px }
footer p { max-inline-size: 78ch } footer p + p { margin-block-start: 8px }
.zoom { max-inline-size: 96vw; max-block-size: 96vh; padding: 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--sheet); color: var(--ink); cursor: zoom-out }
.zoom::backdrop { background: rgb(0 0 0 / .7) }
.zoom img { inline-size: auto; block-size: min(84vh, 92vw); max-inline-size: 92vw; object-fit: contain }

@media (max-width: 760px) {
  main { padding: 20px 12px 32px; gap: 22px }
  .masthead { grid-template-columns: minmax(0, 1fr) } .facts { grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)) }
  .card { padding: 12px } th, td { padding-inline: 5px } .score { flex-basis: 100% }
  .views { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) } .views figure:first-child { grid-column: 1 / -1 }
}
@media print {
  :root { color-scheme: light; --page: #fff; --sheet: #fff; --well: #eceff1; --ink: #000; --soft: #444; --line: #bbb; --link: #000; --fail: #b3201f; --pass: #176f43; --unjudged: #8a5700; --error: #5c45a8 }
  body { font-size: 12px } main { max-inline-size: none; padding: 0 }
  .skip { display: none } .overview { max-block-size: none }
  .card { content-visibility: visible; break-inside: avoid } .views .frame > * { max-block-size: 220px }
  .score { flex-basis: 380px } .tables { flex-basis: 300px; overflow: visible } th, td { padding-inline: 5px }
  .fill, .bar, .mark, .gradient, .overview a { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  details::details-content { content-visibility: visible; block-size: auto }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth } }
`;
