/**
 * The one palette. A role has the same colour everywhere: the strategy is ink, the benchmark grey, long blue, short
 * orange, a stop magenta; baselines are violet, green and ochre. Blue and orange stay apart under the common
 * colour-vision deficiencies, and the remaining roles differ in lightness or dash as well.
 *
 * Plots are drawn in the light hex codes; the style sheet maps exactly these codes to variables, so an SVG taken out
 * of the page keeps its colours and one left in it follows the reader's scheme.
 */
export const ROLES = {
  paper: { light: '#ffffff', dark: '#11161d' },
  panel: { light: '#f6f7f9', dark: '#19202a' },
  ink: { light: '#16202e', dark: '#e9eef5' },
  muted: { light: '#566273', dark: '#a0adbc' },
  line: { light: '#d8dde4', dark: '#313c4a' },
  grid: { light: '#e8ebef', dark: '#242d39' },
  zero: { light: '#9aa4b1', dark: '#5f6c7c' },
  gross: { light: '#6f7d90', dark: '#93a1b3' },
  benchmark: { light: '#98a2ae', dark: '#8591a0' },
  long: { light: '#1f6fb2', dark: '#62ace8' },
  short: { light: '#c2570c', dark: '#f1954b' },
  soft: { light: '#b9c9dc', dark: '#3d5068' },
  stop: { light: '#a8195f', dark: '#f07db0' },
  ridge: { light: '#6d4bb8', dark: '#b39cf0' },
  momentum: { light: '#0d8576', dark: '#4cc3b2' },
  reversal: { light: '#8f7008', dark: '#d6b64c' },
  cash: { light: '#f6e6ee', dark: '#362130' },
} as const;

export type Role = keyof typeof ROLES;

export const colour = (role: Role): string => ROLES[role].light;

/** `--ink: #16202e; …` */
export function variables(scheme: 'light' | 'dark'): string {
  return Object.entries(ROLES)
    .map(([role, codes]) => `--${role}:${codes[scheme]};`)
    .join('');
}

/** Rules that let every drawn code follow its variable. */
export function plotRules(): string {
  return Object.entries(ROLES)
    .map(
      ([role, { light }]) =>
        `.plot svg [fill="${light}"]{fill:var(--${role},${light})}.plot svg [stroke="${light}"]{stroke:var(--${role},${light})}`,
    )
    .join('\n');
}
