import { type FeatureColumns, readerOf } from '../../runtime/features/tasks.ts';

/** Columns that are there already, read stock by stock. */
export function columnsOf(
  shape: Pick<FeatureColumns, 'stocks' | 'sessions' | 'features'>,
  column: (feature: number, stock: number) => Float64Array,
): FeatureColumns {
  return {
    ...shape,
    each(task) {
      const read = readerOf(task);
      for (let stock = 0; stock < shape.stocks; stock++)
        read(
          stock,
          Array.from({ length: shape.features }, (_, feature) => column(feature, stock)),
        );
    },
  };
}
