/** Where every feature is there, and where every condition of the universe holds. */
import type { ColumnReader } from '../evaluate/region.ts';
import { newMask } from '../market.ts';
import { isPresent } from './present.ts';
import type { FeatureColumns } from './tasks.ts';

export interface Survey {
  /** Stock-major: 1 for a member that meets every condition; a condition that is missing is not met. */
  readonly eligible: Uint8Array;
  /** Stock-major: 1 where every feature is there. */
  readonly complete: Uint8Array;
}

export interface SurveyTask extends Survey {
  readonly does: 'survey';
  /** Columns that are features; those after them are conditions. */
  readonly features: number;
}

export function surveyOf(columns: FeatureColumns, members: Uint8Array): Survey {
  const eligible = newMask(members.length);
  const complete = newMask(members.length);
  eligible.set(members);
  complete.fill(1);
  columns.each({ does: 'survey', features: columns.features, eligible, complete });
  return { eligible, complete };
}

export function readSurvey({ features, eligible, complete }: SurveyTask): ColumnReader {
  return (stock, columns) => {
    for (const [at, column] of columns.entries()) {
      const start = stock * column.length;
      if (at < features) {
        for (let t = 0; t < column.length; t++) if (!isPresent(column[t]!)) complete[start + t] = 0;
      } else {
        for (let t = 0; t < column.length; t++) if (column[t] !== 1) eligible[start + t] = 0;
      }
    }
  };
}
