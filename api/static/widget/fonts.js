// Sarabun, from the component's own server; a page that has it already keeps its own.

const THAI = "U+02D7,U+0303,U+0331,U+0E01-0E5B,U+200C-200D,U+25CC";
const LATIN =
  "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191," +
  "U+2193,U+2212,U+2215,U+FEFF,U+FFFD";

export function addFonts() {
  if ([...document.fonts].some((face) => face.family.replaceAll('"', "") === "Sarabun")) return;
  for (const weight of ["400", "600"]) {
    for (const [script, unicodeRange] of [["thai", THAI], ["latin", LATIN]]) {
      const address = new URL(`fonts/sarabun-${script}-${weight}-normal.woff2`, import.meta.url);
      document.fonts.add(
        new FontFace("Sarabun", `url("${address}") format("woff2")`, { weight, unicodeRange, display: "swap" }),
      );
    }
  }
}
