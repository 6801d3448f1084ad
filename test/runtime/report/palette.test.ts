import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../../runtime/report/palette.ts';

/** WCAG 2.2: relative luminance and contrast ratio of two sRGB colours. */
function contrast(a: string, b: string): number {
  const luminance = (code: string) => {
    const [r, g, blue] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(code.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('palette, %s', (scheme) => {
  const of = (role: Role) => ROLES[role][scheme];

  it.each<[Role, Role]>([
    ['ink', 'paper'],
    ['ink', 'panel'],
    ['ink', 'cash'],
    ['muted', 'paper'],
    ['muted', 'panel'],
    ['stop', 'cash'],
    ['stop', 'paper'],
    ['long', 'paper'],
    ['long', 'panel'],
    ['short', 'paper'],
  ])('%s can be read on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each<Role>(['gross', 'benchmark', 'ridge', 'momentum', 'reversal'])('a line in %s can be seen', (role) => {
    expect(contrast(of(role), of('paper'))).toBeGreaterThanOrEqual(2.5);
  });

  it('gives every role a code of its own, so that each can be mapped', () => {
    const codes = Object.values(ROLES).map((role) => role[scheme]);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
