/** A list as OData sends it. Source: OData JSON Format 4.01 §4.5. */
import { z } from 'zod';

export type Page<T> = {
  readonly value: readonly T[];
  /** Where the rest is. */
  readonly '@odata.nextLink'?: string | undefined;
  readonly '@odata.count'?: number | undefined;
};

export function collection<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.looseObject({
    value: z.array(item),
    '@odata.nextLink': z.string().optional(),
    '@odata.count': z.number().optional(),
  });
}
