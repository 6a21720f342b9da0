// The component's style: one constructed sheet, which a strict content security policy lets pass.
// A page themes it with the --dga-* properties and the ::part()s named in docs/widget.md.

const LIGHT = `
  --page: var(--dga-page, #f4f6f9);
  --card: var(--dga-card, #ffffff);
  --ink: var(--dga-ink, #16212c);
  --soft: var(--dga-soft, #4a5866);
  --line: var(--dga-line, #d3dae2);
  --edge: var(--dga-edge, #76838f);
  --brand: var(--dga-brand, #14406e);
  --on-brand: var(--dga-on-brand, #ffffff);
  --tint: var(--dga-tint, #e9eff6);
  --focus: var(--dga-focus, #b35c00);
  --mark: var(--dga-mark, #ffe59a);
  --pass: var(--dga-pass, #12633a);
  --pass-tint: var(--dga-pass-tint, #e4f4ea);
  --fail: var(--dga-fail, #9d1521);
  --fail-tint: var(--dga-fail-tint, #fbe8e9);
  --wait: var(--dga-wait, #744700);
  --wait-tint: var(--dga-wait-tint, #fdf1dc);
  --ask: var(--dga-ask, #1f4b79);
  --ask-tint: var(--dga-ask-tint, #e6eff9);
  color-scheme: light;`;
const DARK = `
  --page: var(--dga-page, #0f161d);
  --card: var(--dga-card, #17212b);
  --ink: var(--dga-ink, #e8eef4);
  --soft: var(--dga-soft, #adbac6);
  --line: var(--dga-line, #33414e);
  --edge: var(--dga-edge, #7d8c9a);
  --brand: var(--dga-brand, #9cc6f2);
  --on-brand: var(--dga-on-brand, #0b1f35);
  --tint: var(--dga-tint, #202f3e);
  --focus: var(--dga-focus, #ffb45c);
  --mark: var(--dga-mark, #6a520e);
  --pass: var(--dga-pass, #84dca7);
  --pass-tint: var(--dga-pass-tint, #143022);
  --fail: var(--dga-fail, #ffa3a8);
  --fail-tint: var(--dga-fail-tint, #3d1a1f);
  --wait: var(--dga-wait, #f5c974);
  --wait-tint: var(--dga-wait-tint, #372a12);
  --ask: var(--dga-ask, #a9cef6);
  --ask-tint: var(--dga-ask-tint, #1a2d41);
  color-scheme: dark;`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; ${LIGHT} }
:host([theme="dark"]) { ${DARK} }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }

* { box-sizing: border-box; }
[hidden] { display: none !important; }

/* Thai stacks marks above and below the line, so lines stand wide apart. */
.root {
  color: var(--ink);
  font: 400 1.0625rem/1.75 var(--dga-font, "Sarabun", "Noto Sans Thai Looped", "Noto Sans Thai", "Leelawadee UI", Thonburi, Loma, sans-serif);
  overflow-wrap: break-word;
  text-align: start;
}
[lang="en"] { line-height: 1.6; }
h2, h3, h4, p, ul, ol, dl, dd, blockquote, fieldset { border: 0; margin: 0; padding: 0; }
h2, h3, h4, strong, b { font-weight: 600; }
.answer h3, .checks-box h3, .panel-body h3 { color: var(--soft); font-size: .9375rem; }
button, textarea, input { color: inherit; font: inherit; }
button, summary { cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
h2:focus-visible, h3:focus-visible { outline: none; }
svg { fill: none; flex: none; height: 1.35em; stroke: currentColor; stroke-linecap: round; stroke-linejoin: round; stroke-width: 2; width: 1.35em; }
.visually-hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
.hint, .reason, .from, .over-line { color: var(--soft); font-size: .9375rem; }
.over-line { line-height: 1.5; }
.row { align-items: center; display: flex; flex-wrap: wrap; gap: .5rem; }

/* Buttons */
.button, .chip, .fact {
  align-items: center; background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; color: var(--brand);
  display: inline-flex; gap: .375rem; line-height: 1.5; min-height: 2.5rem; padding: .25rem .875rem; text-align: start; text-decoration: none;
}
.button:hover, .chip:hover, .fact:hover { background: var(--tint); border-color: var(--brand); }
.button[aria-pressed="true"], .primary { background: var(--brand); border-color: var(--brand); color: var(--on-brand); }
.primary:hover { background: var(--brand); color: var(--on-brand); text-decoration: underline; }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin-top: .5rem; }
.chip { border-color: var(--brand); border-radius: 1.25rem; padding: .3125rem 1rem; }
.quiet {
  align-items: center; background: none; border: 0; border-radius: .375rem; color: var(--brand); display: inline-flex; font-size: .9375rem;
  gap: .3125rem; line-height: 1.5; min-height: 2.25rem; padding: 0 .375rem; text-decoration: none;
}
.quiet:hover { background: var(--tint); text-decoration: underline; }
.icon-button, .thumb { background: none; border: 0; border-radius: .5rem; display: grid; flex: none; height: 2.75rem; place-items: center; width: 2.75rem; }
.thumb { color: var(--soft); height: 2.25rem; width: 2.25rem; }
.icon-button:hover, .thumb:hover { background: var(--tint); }
.thumb[aria-pressed="true"] { background: var(--brand); color: var(--on-brand); }

/* The frame */
.launcher {
  align-items: center; background: var(--brand); border: 0; border-radius: 2rem; bottom: calc(1.25rem + env(safe-area-inset-bottom)); box-shadow: 0 .25rem 1rem rgb(10 25 45 / 35%);
  color: var(--on-brand); display: flex; font-weight: 600; gap: .5rem; inset-inline-end: 1.25rem; min-height: 3.25rem; padding: 0 1.375rem; position: fixed; z-index: 2147483000;
}
.floating {
  background: var(--page); border: 1px solid var(--line); border-radius: .875rem; bottom: 1.25rem; box-shadow: 0 .75rem 2.5rem rgb(10 25 45 / 35%); display: flex;
  flex-direction: column; height: min(44rem, calc(100dvh - 2.5rem)); inset-inline-end: 1.25rem; overflow: hidden; position: fixed; width: min(27rem, calc(100vw - 2.5rem)); z-index: 2147483000;
}
.floating > header { align-items: center; background: var(--card); border-bottom: 1px solid var(--line); border-top: .25rem solid var(--brand); display: flex; gap: .25rem; padding: .375rem .5rem .375rem 1rem; }
.floating > header > div { flex: 1; min-width: 0; }
.floating > header h2 { font-size: 1rem; line-height: 1.4; }
.floating > header p { color: var(--soft); font-size: .875rem; line-height: 1.4; }
.floating .body { flex: 1; overflow-y: auto; padding: 1rem; }
@media (max-width: 36rem), (max-height: 30rem) {
  .floating { border: 0; border-radius: 0; height: auto; inset: 0; width: auto; }
}
.inline { display: flex; flex-direction: column; min-height: var(--dga-inline-height, 0); }
.inline .body { flex: 1; padding: 1rem 0 1.5rem; }
.intro > h3 { color: var(--soft); font-size: .9375rem; margin-top: 1.25rem; }
.intro h2 { font-size: 1.25rem; line-height: 1.5; }

/* A turn */
.turn { display: grid; gap: .75rem; grid-template-columns: minmax(0, 1fr); margin-bottom: 2rem; scroll-margin: var(--dga-scroll-margin, 1rem) 0; }
.asked { background: var(--brand); border-radius: 1rem 1rem .25rem; color: var(--on-brand); justify-self: end; max-width: min(100%, 36rem); padding: .5rem 1rem; white-space: pre-wrap; }
.answer { background: var(--card); border: 1px solid var(--line); border-radius: .25rem .875rem .875rem; display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); padding: 1rem; }
.inline .answer { padding: clamp(1rem, 3vw, 1.5rem); }
.working { align-items: center; color: var(--soft); display: flex; gap: .75rem; }
.dots { background: var(--brand); border-radius: 50%; height: .625rem; width: .625rem; }
@media (prefers-reduced-motion: no-preference) { .dots { animation: beat 1s ease-in-out infinite alternate; } @keyframes beat { from { opacity: .25; } } }
.streaming { white-space: pre-wrap; }
.note { background: var(--ask-tint); border-radius: .5rem; color: var(--ask); padding: .375rem .875rem; }

/* The verdict card */
.verdict { background: var(--card); border: 1px solid; border-radius: .75rem; overflow: hidden; }
.banner { align-items: center; display: flex; gap: .875rem; padding: .875rem 1rem; }
.banner > div { flex: 1; min-width: 0; }
.seal { background: currentColor; border-radius: 50%; display: grid; flex: none; height: 2.75rem; place-items: center; width: 2.75rem; }
.seal svg { height: 1.625rem; stroke: var(--card); stroke-width: 3; width: 1.625rem; }
.banner .over-line { color: inherit; font-size: .875rem; }
.result { font-size: 1.25rem; font-weight: 600; line-height: 1.45; }
.banner .about { color: var(--ink); line-height: 1.55; }
.qualifies, .tag.pass { color: var(--pass); }
.qualifies > .banner, .tag.pass { background: var(--pass-tint); }
.does_not_qualify, .tag.fail { color: var(--fail); }
.does_not_qualify > .banner, .tag.fail { background: var(--fail-tint); }
.conditional, .tag.unknown { color: var(--wait); }
.conditional > .banner, .tag.unknown { background: var(--wait-tint); }
.needs_information, .tag.official, .tag.in_force { color: var(--ask); }
.needs_information > .banner, .tag.official { background: var(--ask-tint); }
.tag { align-items: center; border-radius: .375rem; display: inline-flex; font-size: .875rem; font-weight: 600; gap: .25rem; line-height: 1.7; padding: 0 .5rem; white-space: nowrap; }
.tag.digest { background: var(--tint); color: var(--soft); }
.tag.in_force { background: var(--pass-tint); color: var(--pass); }
.tag.superseded, .tag.expired, .tag.not_yet { background: var(--wait-tint); color: var(--wait); }
.tag svg { height: 1em; stroke-width: 3; width: 1em; }
.checks-box { border-top: 1px solid var(--line); color: var(--ink); }
.checks-box h3 { background: var(--page); border-top: 1px solid var(--line); padding: .25rem 1rem; }
summary { align-items: center; display: flex; flex-wrap: wrap; gap: .25rem .5rem; list-style: none; min-height: 2.75rem; padding: .375rem 1rem; }
summary::-webkit-details-marker { display: none; }
summary::before { border: solid currentColor; border-width: 0 2px 2px 0; content: ""; height: .4375rem; margin-inline-end: .375rem; transform: rotate(-45deg); width: .4375rem; }
[open] > summary::before { transform: rotate(45deg); }
summary:focus-visible { outline-offset: -3px; }
.summary-title { font-weight: 600; }
.checks { list-style: none; }
.checks li { align-items: start; border-top: 1px solid var(--line); display: grid; gap: .25rem .75rem; grid-template-columns: 6.5rem minmax(0, 1fr); padding: .625rem 1rem; }
.checks .tag { justify-self: start; margin-top: .125rem; }
@media (max-width: 36rem) { .checks li { grid-template-columns: minmax(0, 1fr); } }
.floating .checks li { grid-template-columns: minmax(0, 1fr); }

/* What was understood; the interview */
.facts { display: flex; flex-wrap: wrap; gap: .375rem; list-style: none; margin-top: .25rem; }
.fact { background: var(--tint); border-color: transparent; border-radius: 1.25rem; color: var(--ink); font-size: .9375rem; min-height: 2.25rem; padding: .125rem .75rem; }
.fact svg { color: var(--brand); height: 1em; width: 1em; }
.fact[aria-expanded="true"] { border-color: var(--brand); }
.editor, .asked-next { border: 1px solid var(--line); border-radius: .5rem; margin-top: .5rem; padding: .625rem .875rem; }
.editor .row, .asked-next .row { margin-top: .375rem; }
.interview { background: var(--ask-tint); border-radius: .75rem; padding: .75rem 1rem 1rem; }
.answer .interview h3 { color: var(--ask); }
.asked-next { background: var(--card); }
.asked-question { font-weight: 600; line-height: 1.6; }
.number-field, .number-field label { align-items: center; display: flex; gap: .5rem; }
input[type="text"] { background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; min-height: 2.5rem; padding: 0 .625rem; }

/* The answer's text */
.prose > * + * { margin-top: .75rem; }
/* Thai has no italics; a slanted Thai letter is only harder to read. */
.prose em { color: var(--soft); font-style: normal; }
.prose ul, .prose ol { padding-inline-start: 1.5rem; }
.answer .prose :is(h1, h2, h3, h4) { color: var(--ink); font-size: 1.0625rem; }
.prose blockquote { background: var(--tint); border-inline-start: 3px solid var(--brand); border-radius: 0 .375rem .375rem 0; padding: .5rem .875rem; }
.prose table { border-collapse: collapse; display: block; overflow-x: auto; }
.prose :is(th, td) { border: 1px solid var(--line); padding: .25rem .5rem; text-align: start; }
.prose a { color: var(--brand); }
.citation {
  background: var(--tint); border: 1px solid transparent; border-radius: .375rem; color: var(--brand); display: inline-block; font-size: .8125rem; font-weight: 600;
  line-height: 1.625rem; margin-inline: .0625rem; min-width: 1.75rem; padding: 0 .375rem; text-align: center; vertical-align: baseline;
}
.citation:hover { border-color: var(--brand); }
blockquote .citation { background: var(--card); }

/* Sources */
.sources { display: grid; gap: .375rem; grid-template-columns: minmax(0, 1fr); list-style: none; margin-top: .375rem; }
.sources button { align-items: baseline; background: none; border: 1px solid var(--line); border-radius: .5rem; display: grid; gap: 0 .625rem; grid-template-columns: auto minmax(0, 1fr) auto; line-height: 1.6; padding: .4375rem .75rem; text-align: start; width: 100%; }
.sources button:hover { border-color: var(--brand); }
.sources .from { grid-column: 2 / -1; }
.number { color: var(--brand); font-weight: 600; }
.heading { font-weight: 600; }
.more { margin-top: .375rem; }
.more summary { color: var(--soft); font-size: .9375rem; padding-inline: .25rem; }
.floating .sources button { grid-template-columns: minmax(0, 1fr) auto; }
.floating .sources :is(.heading, .from) { grid-column: 1 / -1; }
.floating .sources .heading { grid-row: 2; }
@media (max-width: 36rem) {
  .sources button { grid-template-columns: minmax(0, 1fr) auto; }
  .sources .heading, .sources .from { grid-column: 1 / -1; }
  .sources .heading { grid-row: 2; }
}
.actions { border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; padding-top: .5rem; }
.actions .row { gap: .125rem .5rem; }
.rating:has(.reasons:not([hidden])) { flex-basis: 100%; }
.reasons { background: var(--page); border-radius: .5rem; display: grid; gap: .5rem; margin-top: .5rem; padding: .75rem 1rem; }
.reasons fieldset { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.reasons legend { font-weight: 600; padding: 0; }
.reasons .box { align-items: center; display: inline-flex; gap: .5rem; min-height: 2rem; }
.reasons .line { display: grid; }
.reasons .button { justify-self: start; }
input[type="checkbox"] { accent-color: var(--brand); height: 1.125rem; width: 1.125rem; }
.error { background: var(--fail-tint); border-radius: .5rem; display: flex; gap: .75rem; padding: .75rem 1rem; }
.error > svg { color: var(--fail); margin-top: .25rem; }
.error .button { margin-top: .5rem; }

/* The field */
.composer { background: var(--card); border-top: 1px solid var(--line); padding: .5rem 1rem calc(.5rem + env(safe-area-inset-bottom)); }
.inline .composer { border: 1px solid var(--line); border-radius: .875rem .875rem 0 0; bottom: 0; box-shadow: 0 -.5rem 1.5rem rgb(10 25 45 / 8%); position: sticky; z-index: 1; }
/* What has the focus is never behind the field (WCAG 2.4.11). */
.inline .log :is(button, summary, a, input) { scroll-margin-bottom: 10rem; }
.composer > label { font-size: .9375rem; font-weight: 600; }
.field { align-items: stretch; display: flex; gap: .5rem; }
textarea { background: var(--page); border: 1px solid var(--edge); border-radius: .5rem; flex: 1; line-height: 1.6; min-width: 0; padding: .4375rem .75rem; resize: none; }
textarea::placeholder { color: var(--soft); opacity: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.send { align-items: center; background: var(--brand); border: 0; border-radius: .5rem; color: var(--on-brand); display: flex; font-weight: 600; gap: .375rem; justify-content: center; min-height: 2.75rem; min-width: 5.5rem; padding: .25rem .875rem; }
.send.stop { background: var(--fail); color: var(--card); }
.below { align-items: center; color: var(--soft); display: flex; flex-wrap: wrap; font-size: .875rem; gap: 0 .75rem; line-height: 1.55; margin-top: .25rem; }
#notice { flex: 1 1 14rem; }
@media (max-width: 36rem) {
  .composer > label { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  .inline .composer { border-width: 1px 0 0; border-radius: 0; margin-inline: -1rem; }
  .send { min-width: 3.5rem; padding-inline: .625rem; }
  .below { font-size: .8125rem; line-height: 1.45; }
  #notice { flex-basis: 100%; }
}
@media (max-height: 30rem) { .inline .composer { position: static; } } /* zoomed in, the text needs the room */
.over { color: var(--fail); font-weight: 600; }

/* The side panel */
dialog.panel {
  background: var(--card); border: 0; border-inline-start: 1px solid var(--line); box-shadow: -1rem 0 3rem rgb(0 0 0 / 25%); color: var(--ink); height: 100dvh; inset-block: 0; inset-inline: auto 0; margin: 0;
  max-height: none; max-width: none; padding: 0; position: fixed; width: min(36rem, 100vw);
}
dialog.panel[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(10 20 30 / 50%); }
@media (prefers-reduced-motion: no-preference) { dialog.panel[open] { animation: slide .18s ease-out; } @keyframes slide { from { transform: translateX(2rem); opacity: .4; } } }
.panel-head { align-items: start; border-bottom: 1px solid var(--line); border-top: .25rem solid var(--brand); display: flex; gap: .75rem; justify-content: space-between; padding: .75rem .5rem .75rem 1.25rem; }
.panel-head > div { min-width: 0; }
.panel-head h2 { font-size: 1.125rem; line-height: 1.5; }
.panel-body { display: flex; flex: 1; flex-direction: column; gap: 1rem; overflow-y: auto; padding: 1rem 1.25rem 2rem; }
.panel-body > * { flex: none; }
.panel-body:focus-visible { outline-offset: -3px; }
.about-passage { display: grid; gap: .5rem; }
dl > div { display: grid; gap: 0 .75rem; grid-template-columns: 9rem minmax(0, 1fr); line-height: 1.6; padding: .125rem 0; }
dt { color: var(--soft); font-size: .9375rem; }
@media (max-width: 30rem) { dl > div { grid-template-columns: minmax(0, 1fr); } }
.cite-as { background: var(--page); border-radius: .5rem; font-size: .9375rem; padding: .5rem .875rem; }
.passage { border: 1px solid var(--line); border-radius: .5rem; padding: .625rem .875rem; }
.passage.official { border-inline-start: .25rem solid var(--ask); }
.passage .from { margin-bottom: .375rem; }
.passage-text { white-space: pre-wrap; }
mark { background: var(--mark); border-radius: .1875rem; color: var(--ink); padding: .0625rem 0; }
.history { display: grid; gap: .5rem; list-style: none; }
.history li { align-items: center; border: 1px solid var(--line); border-radius: .5rem; display: flex; padding-inline-end: .5rem; }
.kept { background: none; border: 0; display: grid; flex: 1; min-width: 0; padding: .5rem .875rem; text-align: start; }

@media (forced-colors: active) { .seal { border: 2px solid; } .seal svg { stroke: CanvasText; } }
@media print {
  .composer, .actions, .interview, .next, .launcher, .editor, .fact svg { display: none !important; }
  .floating { display: none; }
  .answer, .verdict { break-inside: auto; }
  .checks li { break-inside: avoid; }
}
`);
