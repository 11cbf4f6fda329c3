/** Members of an enumeration, as older SDKs write them. */
import { z } from 'zod';

/** Enum values are matched in any case: older SDKs send `Audio`, `Established`. */
export function inAnyCase<T extends string>(values: readonly T[]): z.ZodType<T> {
  return z.string().transform((text, context) => {
    const value = values.find((each) => each.toLowerCase() === text.toLowerCase());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `"${text}" is none of ${values.join(', ')}` });
    return z.NEVER;
  });
}
