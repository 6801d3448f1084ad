/** What is done with the columns of each stock, as plain data: whichever thread computes them does it. */
import type { ColumnReader } from '../evaluate/region.ts';
import { type MomentsTask, readMoments } from './normalizer.ts';
import { readSurvey, type SurveyTask } from './survey.ts';
import { readTensor, type TensorTask } from './tensor.ts';

export type FeatureTask = SurveyTask | MomentsTask | TensorTask;

/** Columns of every stock: the features, then the conditions of the universe. Computed whenever they are asked for. */
export interface FeatureColumns {
  readonly stocks: number;
  readonly sessions: number;
  readonly features: number;
  /** Stocks come in no order, and may come on several threads. */
  each(task: FeatureTask): void;
}

export function readerOf(task: FeatureTask): ColumnReader {
  switch (task.does) {
    case 'survey':
      return readSurvey(task);
    case 'moments':
      return readMoments(task);
    case 'tensor':
      return readTensor(task);
  }
}
