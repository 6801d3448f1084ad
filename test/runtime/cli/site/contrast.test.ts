/** Text can be read in both schemes: 4.5 to 1, WCAG 2.2 level AA (success criterion 1.4.3). */
import { expect, test } from 'vitest';
import { ROLES } from '../../../../runtime/report/palette.ts';

/** Relative luminance of `#rrggbb`, as WCAG defines it. */
function luminance(code: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(code.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

test('the measure is that of the standard', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  // The lightest grey on white that passes: https://webaim.org/articles/contrast/
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

type Scheme = 'light' | 'dark';

/** `color-mix(in srgb, short 80%, ink)` of the style sheet. */
function warm(scheme: Scheme): string {
  const channel = (code: string, at: number) => Number.parseInt(code.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => {
    const value = 0.8 * channel(ROLES.short[scheme], at) + 0.2 * channel(ROLES.ink[scheme], at);
    return Math.round(value).toString(16).padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

test.each(['light', 'dark'] as const)('%s', (scheme) => {
  const texts = ['ink', 'muted', 'long', 'ridge', 'stop'] as const;
  const codes = [...texts.map((role) => [role, ROLES[role][scheme]] as const), ['warm', warm(scheme)] as const];
  const low = codes.flatMap(([name, code]) =>
    (['paper', 'panel'] as const).flatMap((ground) => {
      const ratio = contrast(code, ROLES[ground][scheme]);
      return ratio < 4.5 ? [`${name} on ${ground}: ${ratio.toFixed(2)}`] : [];
    }),
  );
  expect(low).toEqual([]);
});
