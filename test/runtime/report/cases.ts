/** The runs every rendition of the report must survive. */
import type { FactOptions } from '../../support/reportFacts.ts';

export const REPORT_CASES: Record<string, FactOptions> = {
  'stopped twice': {
    stops: [
      { at: 70, resumeAfter: 12 },
      { at: 121, resumeAfter: null },
    ],
  },
  'three weeks': { sessions: 15 },
  'real data': { synthetic: false },
  'ten years': { sessions: 2500, firstDay: '2016-01-04', stops: [{ at: 400, resumeAfter: 21 }] },
  'no benchmark, no short leg, no training': { benchmark: false, short: false, training: false, synthetic: false },
  'no evidence': { evidence: false },
  'never held anything': { flat: true },
  'one holding': { sessions: 2 },
  'no holding': { sessions: 1 },
  'stopped on the first day': { stops: [{ at: 0, resumeAfter: null }] },
};
