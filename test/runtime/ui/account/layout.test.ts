import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LayoutRequest, layoutOf, PANELS } from '../../../../runtime/ui/account/layout.ts';

const ASKED: LayoutRequest = {
  ...{ size: { columns: 80, rows: 24 }, taken: 5, riskLines: 11 },
  ...{ focus: 'positions', table: 'positions', notes: 'log', watching: false },
};

function drawn(request: LayoutRequest): string {
  const { band, columns } = layoutOf(request);
  const slot = ({ panel, width, height }: { panel: string; width: number; height: number }) =>
    `${panel} ${width}×${height}`;
  return [...(band === null ? [] : [slot(band)]), ...columns.map((column) => column.map(slot).join(', '))].join(' | ');
}

test('fewer panels where there is less room', () => {
  const at = (columns: number, rows: number, more: Partial<LayoutRequest> = {}) =>
    drawn({ ...ASKED, size: { columns, rows }, ...more });
  expect(at(60, 20)).toBe('positions 60×15');
  expect(at(60, 20, { focus: 'risk' })).toBe('risk 60×15');
  expect(at(80, 24)).toBe('positions 44×19 | risk 36×12, sessions 36×7');
  expect(at(120, 40)).toBe('positions 66×21, orders 66×14 | risk 54×13, sessions 54×12, log 54×10');
  expect(at(200, 60)).toBe('positions 80×33, orders 80×22 | risk 60×13, sessions 60×42 | quality 60×27, log 60×28');
});

test('a watched run has a band where there is room, and is a panel like the others where there is not', () => {
  expect(drawn({ ...ASKED, size: { columns: 120, rows: 40 }, watching: true })).toMatch(/^run 120×12 \| positions/);
  expect(drawn({ ...ASKED, watching: true, focus: 'run', table: 'run' })).toMatch(/^run 44×19 \| risk/);
});

test('at every size the panels fill the terminal, none is smaller than its frame, and what is in focus is shown', () => {
  const size = fc.record({ columns: fc.integer({ min: 20, max: 300 }), rows: fc.integer({ min: 10, max: 120 }) });
  const request = fc.record({
    ...{ size, taken: fc.integer({ min: 2, max: 7 }), riskLines: fc.integer({ min: 1, max: 40 }) },
    ...{ notes: fc.constantFrom('log' as const, 'quality' as const), watching: fc.boolean() },
    focus: fc.constantFrom(...PANELS),
  });
  fc.assert(
    fc.property(request, (asked) => {
      const focus = asked.focus === 'run' && !asked.watching ? 'positions' : asked.focus;
      const notes = focus === 'log' || focus === 'quality' ? focus : asked.notes;
      const { band, columns } = layoutOf({
        ...{ ...asked, focus, notes },
        table: focus === 'risk' || focus === 'sessions' ? 'positions' : focus,
      });
      const { size, taken } = asked;
      const rows = Math.max(3, size.rows - taken);
      for (const column of columns) {
        expect(column.reduce((sum, { height }) => sum + height, band?.height ?? 0)).toBe(rows);
        for (const slot of column) expect(slot.height).toBeGreaterThanOrEqual(3);
      }
      expect(columns.reduce((sum, [first]) => sum + first!.width, 0)).toBe(size.columns);
      expect([...(band === null ? [] : [band]), ...columns.flat()].map(({ panel }) => panel)).toContain(focus);
    }),
  );
});
